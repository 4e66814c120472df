"""The nine competences of PermenPANRB 38/2017 with their five levels, as a new portal starts with them (T7, standards 4); an agency corrects them on screen."""

from typing import Any

Row = tuple[str, str, dict[str, Any]]

COMPETENCES: tuple[Row, ...] = (
    ("M.1", "Integritas", {"kelompok": "manajerial"}),
    ("M.2", "Kerjasama", {"kelompok": "manajerial"}),
    ("M.3", "Komunikasi", {"kelompok": "manajerial"}),
    ("M.4", "Orientasi Pada Hasil", {"kelompok": "manajerial"}),
    ("M.5", "Pelayanan Publik", {"kelompok": "manajerial"}),
    ("M.6", "Pengembangan Diri dan Orang Lain", {"kelompok": "manajerial"}),
    ("M.7", "Mengelola Perubahan", {"kelompok": "manajerial"}),
    ("M.8", "Pengambilan Keputusan", {"kelompok": "manajerial"}),
    ("SK.1", "Perekat Bangsa", {"kelompok": "sosial_kultural"}),
)

_LEVELS: dict[str, tuple[tuple[str, str], ...]] = {
    "M.1": (
        (
            "Mampu bertindak sesuai nilai, norma, etika organisasi dalam kapasitas pribadi",
            "Berkata sesuai fakta dan bertindak sesuai perkataan; menaati peraturan dan kode etik sehari-hari; tidak menjanjikan yang bertentangan dengan aturan",
        ),
        (
            "Mampu mengingatkan, mengajak rekan kerja untuk bertindak sesuai nilai, norma, dan etika organisasi",
            "Mengingatkan dan mengajak rekan kerja bertindak sesuai etika; menerapkan norma secara konsisten di kelompok kerja; memberi informasi yang dapat dipercaya",
        ),
        (
            "Mampu memastikan, menanamkan keyakinan bersama agar anggota yang dipimpin bertindak sesuai nilai, norma, dan etika organisasi",
            "Memastikan anggota bertindak sesuai etika; memberi apresiasi dan teguran; memantau penerapan integritas di unit kerja",
        ),
        (
            "Mampu menciptakan situasi kerja yang mendorong kepatuhan pada nilai, norma, dan etika organisasi",
            "Menciptakan situasi yang mendorong semua pihak patuh; menerapkan standar etika tinggi; berani mengoreksi penyimpangan di tingkat instansi",
        ),
        (
            "Mampu menjadi teladan dalam penerapan standar keadilan dan etika di tingkat nasional",
            "Mempertahankan standar keadilan dan etika yang dipatuhi semua pihak; menjadi teladan tingkat nasional; menyusun kebijakan penerapan integritas",
        ),
    ),
    "M.2": (
        (
            "Berpartisipasi dalam kelompok kerja",
            "Mengerjakan bagiannya dan mendukung keputusan tim; mendengarkan dan menghargai masukan; menjalin interaksi untuk menyelesaikan tugas",
        ),
        (
            "Menumbuhkan tim kerja yang partisipatif dan efektif",
            "Membantu orang lain mencapai sasaran tim; berbagi informasi yang bermanfaat; membangun komitmen menyelesaikan tugas tim",
        ),
        (
            "Efektif membangun tim kerja untuk peningkatan kinerja organisasi",
            "Mengenali kekuatan dan kelemahan anggota lalu membentuk tim yang tepat; menyatukan usulan anggota; membangun aliansi dengan pemangku kepentingan",
        ),
        (
            "Membangun komitmen tim, sinergi",
            "Membangun sinergi antarunit kerja; memfasilitasi kepentingan yang berbeda; mengembangkan sistem yang menghargai kerja sama",
        ),
        (
            "Menciptakan situasi kerja sama secara konsisten, baik di dalam maupun di luar instansi",
            "Menciptakan hubungan kerja yang konstruktif; menjaga sinergi di dalam dan di luar organisasi; membangun konsensus untuk tujuan bangsa",
        ),
    ),
    "M.3": (
        (
            "Menyampaikan informasi dengan jelas, lengkap, pemahaman yang sama",
            "Menyampaikan pikiran dengan jelas, singkat, dan runtut; memastikan pemahaman yang sama atas instruksi; menulis surat sesuai tata naskah",
        ),
        (
            "Aktif menjalankan komunikasi secara formal dan informal, mendengarkan, dan menyusun materi presentasi, pidato, naskah, laporan",
            "Mendengarkan secara aktif dan memberi respons yang sesuai; memakai komunikasi informal untuk hubungan kerja; membuat materi sesuai arahan pimpinan",
        ),
        (
            "Berkomunikasi secara asertif, terampil lisan dan tertulis untuk informasi yang sensitif, rumit, dan kompleks",
            "Menyampaikan informasi rumit pada saat yang tepat; menyederhanakan topik sensitif; membuat laporan dan proposal yang kompleks",
        ),
        (
            "Mampu mengemukakan pemikiran multidimensi secara lisan dan tertulis untuk mendorong kesepakatan",
            "Memadukan informasi dari berbagai sumber; menuangkan konsep dari berbagai sudut pandang; meyakinkan pihak lain pada langkah bersama",
        ),
        (
            "Menggagas sistem komunikasi yang terbuka secara strategis untuk mencari solusi",
            "Menghilangkan hambatan komunikasi pada isu nasional; memakai saluran formal dan nonformal; melibatkan pemangku kepentingan sejak dini",
        ),
    ),
    "M.4": (
        (
            "Bertanggung jawab untuk memenuhi standar kerja",
            "Menyelesaikan tugas dengan tuntas; bekerja teliti sesuai prosedur; menerima masukan tentang cara kerja yang lebih efektif",
        ),
        (
            "Berupaya meningkatkan hasil kerja pribadi yang lebih tinggi dari standar yang ditetapkan",
            "Menetapkan standar pribadi di atas standar organisasi; mencoba metode kerja alternatif; memberi contoh metode yang lebih efektif",
        ),
        (
            "Menetapkan target kerja yang menantang bagi unit kerja, memberi apresiasi dan teguran untuk mendorong kinerja",
            "Menetapkan target unit di atas target organisasi; memberi apresiasi dan teguran; mengembangkan metode kerja unit",
        ),
        (
            "Mendorong unit kerja mencapai target yang ditetapkan atau melebihi hasil kerja sebelumnya",
            "Mendorong unit melebihi target; memantau hasil kerja agar selaras dengan sasaran strategis; mendorong pemakaian sumber daya bersama",
        ),
        (
            "Meningkatkan mutu pencapaian kerja organisasi",
            "Memastikan mutu dan keberlanjutan hasil kerja; memastikan sumber daya tersedia; membuat kebijakan metode kerja yang lebih efektif",
        ),
    ),
    "M.5": (
        (
            "Menjalankan tugas mengikuti standar pelayanan",
            "Melayani secara objektif, netral, dan tidak diskriminatif; menanggapi kebutuhan dan keluhan; menyelesaikan masalah tanpa membela diri",
        ),
        (
            "Mampu menyupervisi, mengawasi, menyelia, dan menjelaskan proses pelayanan publik secara transparan",
            "Menjelaskan kebijakan secara objektif; aktif mengenali kebutuhan pemangku kepentingan; menyesuaikan cara penyampaian dengan situasi",
        ),
        (
            "Mampu memanfaatkan kekuatan kelompok serta memperbaiki standar pelayanan publik di lingkup unit kerja",
            "Memahami hubungan kelompok dan dampaknya; memfasilitasi kebutuhan kelompok yang lebih besar; memantau dan mengantisipasi masalah pelayanan",
        ),
        (
            "Mampu memonitor, mengevaluasi, memperhitungkan, dan mengantisipasi dampak isu jangka panjang dan kekuatan politik",
            "Memperhitungkan isu jangka panjang; menjaga kebijakan pelayanan tetap netral; menerapkan strategi jangka panjang bagi pemangku kepentingan",
        ),
        (
            "Mampu memastikan kebijakan pelayanan publik yang objektif, netral, tidak memihak, dan tidak diskriminatif",
            "Menciptakan kebijakan pelayanan yang netral; menanamkan semangat pelayanan pada setiap individu; menjamin pelayanan yang objektif",
        ),
    ),
    "M.6": (
        (
            "Pengembangan diri",
            "Mengenali kebutuhan belajar dan sumbernya; mempelajari keterampilan baru secara mandiri; belajar dari orang yang berwawasan luas",
        ),
        (
            "Meningkatkan kemampuan bawahan dengan memberikan contoh dan penjelasan cara melaksanakan suatu pekerjaan",
            "Memberi contoh, instruksi, dan petunjuk praktis; membantu bawahan mempelajari proses baru; memastikan penjelasan dipahami",
        ),
        (
            "Memberikan umpan balik, membimbing",
            "Memberi tugas yang menantang sebagai media belajar; mengamati dan memberi umpan balik yang jujur; mendorong kepercayaan diri bawahan",
        ),
        (
            "Menyusun program pengembangan jangka panjang dalam rangka mendorong manajemen pembelajaran",
            "Menyusun program pengembangan bersama bawahan; melaksanakan manajemen pembelajaran; melakukan kaderisasi di unit kerja",
        ),
        (
            "Menciptakan situasi yang mendorong organisasi untuk belajar secara berkelanjutan",
            "Mendorong belajar berkelanjutan di tingkat instansi; memberi penghargaan bagi pengembangan yang berhasil; memberi inspirasi untuk belajar",
        ),
    ),
    "M.7": (
        (
            "Mengikuti perubahan dengan arahan",
            "Menyadari perubahan dan menyesuaikan diri; mengikuti perubahan sesuai petunjuk; menerapkan cara baru dengan bimbingan",
        ),
        (
            "Proaktif beradaptasi mengikuti perubahan",
            "Menerapkan metode baru tanpa arahan; mengembangkan diri untuk menghadapi perubahan; cepat tanggap menerima perubahan",
        ),
        (
            "Membantu orang lain mengikuti perubahan, mengantisipasi perubahan secara tepat",
            "Membantu orang lain berubah; menyesuaikan prioritas kerja; mengantisipasi perubahan unit dan memberi solusi",
        ),
        (
            "Memimpin perubahan pada unit kerja",
            "Menyiapkan unit dan memitigasi risiko; memastikan perubahan diterapkan secara berkala; menyelaraskan program perubahan antarunit",
        ),
        (
            "Memimpin, menggalang, dan menggerakkan dukungan pemangku kepentingan untuk perubahan tingkat instansi atau nasional",
            "Membuat kebijakan yang mendorong perubahan; menggalang dukungan pemangku kepentingan; mencari cara baru yang memberi nilai tambah",
        ),
    ),
    "M.8": (
        (
            "Mengumpulkan informasi untuk bertindak sesuai kewenangan",
            "Mengumpulkan dan mempertimbangkan informasi; mengenali pilihan yang sesuai kewenangan; mempertimbangkan solusi menurut prosedur",
        ),
        (
            "Menganalisis masalah secara mendalam",
            "Menganalisis informasi yang tersedia; mempertimbangkan berbagai alternatif; membuat keputusan operasional sesuai pedoman",
        ),
        (
            "Membandingkan berbagai alternatif, menyeimbangkan risiko keberhasilan dalam implementasi",
            "Membandingkan alternatif dan implikasinya; memilih solusi terbaik dengan hati-hati; menyeimbangkan risiko dan keberhasilan",
        ),
        (
            "Menyelesaikan masalah yang mengandung risiko tinggi, mengantisipasi dampak keputusan, mitigasi risiko",
            "Menyusun penyelesaian masalah lintas fungsi; menghasilkan solusi masalah kompleks; mengantisipasi dampak keputusan",
        ),
        (
            "Menghasilkan solusi dan mengambil keputusan untuk permasalahan jangka panjang/strategis, berdampak nasional",
            "Menyelesaikan permasalahan jangka panjang; menghasilkan solusi strategis; membuat keputusan berdampak nasional dengan mitigasi risiko",
        ),
    ),
    "SK.1": (
        (
            "Peka memahami dan menerima kemajemukan",
            "Menerima perbedaan individu dan kelompok; terbuka belajar tentang kemajemukan; bekerja bersama orang yang berbeda latar belakang",
        ),
        (
            "Aktif mengembangkan sikap saling menghargai, menekankan persamaan dan persatuan",
            "Peduli akan keberagaman; membangun hubungan baik antarindividu; tenang menghadapi pertentangan karena perbedaan",
        ),
        (
            "Mempromosikan, mengembangkan sikap toleransi dan persatuan",
            "Mendorong toleransi dan keterbukaan; memetakan budaya masyarakat; menjadi penengah konflik",
        ),
        (
            "Mendayagunakan perbedaan secara konstruktif dan kreatif untuk meningkatkan efektivitas organisasi",
            "Menjaga persatuan dalam keberagaman; mendayagunakan perbedaan untuk tujuan organisasi; membuat program yang mengakomodasi perbedaan",
        ),
        (
            "Wakil pemerintah untuk membangun hubungan sosial psikologis",
            "Membangun kelekatan ASN dengan masyarakat; merekomendasikan tindakan korektif; membuat kebijakan yang mengakomodasi perbedaan",
        ),
    ),
}

COMPETENCE_LEVELS: tuple[Row, ...] = tuple(
    (f"{key}-{level}", text, {"kompetensi": key, "level": str(level), "indikator": signs})
    for key, levels in _LEVELS.items()
    for level, (text, signs) in enumerate(levels, start=1)
)
"""What each level means, and by what it is seen, divided by semicolons."""

COMPETENCE_GAPS: tuple[Row, ...] = (
    ("tidak_ada", "Tidak ada kesenjangan kompetensi", {"mulai": "0"}),
    ("rendah", "Kesenjangan kompetensi rendah", {"mulai": "1"}),
    ("sedang", "Kesenjangan kompetensi sedang", {"mulai": "2"}),
    ("tinggi", "Kesenjangan kompetensi tinggi", {"mulai": "3"}),
)
"""How a gap is called from which number of levels on (PerLAN 10/2018)."""

PERFORMANCE_GAPS: tuple[Row, ...] = (
    ("tidak_ada", "Tidak ada kesenjangan kinerja", {"mulai": "91"}),
    ("rendah", "Kesenjangan kinerja rendah", {"mulai": "76"}),
    ("sedang", "Kesenjangan kinerja sedang", {"mulai": "61"}),
    ("tinggi", "Kesenjangan kinerja tinggi", {"mulai": "1"}),
)
"""How a performance value is called from which value on (T9); what lies between two bands belongs to the lower one."""
