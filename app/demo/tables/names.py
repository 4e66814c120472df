"""Names as they are given in the archipelago: by culture, with the religions, forms and birthplaces that go with them. No table holds whole names of people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Culture:
    """Where a name comes from. `male` and `female` are given names; `family` is a clan, a second name or empty; religions are (code, weight) of the code list."""

    weight: int
    male: tuple[str, ...]
    female: tuple[str, ...]
    male_second: tuple[str, ...]
    female_second: tuple[str, ...]
    religions: tuple[tuple[str, int], ...]
    birthplaces: tuple[str, ...]
    singles: bool = False
    patronyms: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ISLAM, KRISTEN, KATHOLIK, HINDU, BUDHA, KONGHUCU = "1", "2", "3", "4", "5", "6"

MELAYU = Culture(
    weight=24,
    male=_words(
        "Azhar Burhan Darmawan Fadli Hamdan Irwan Jamal Kamarul Mahmud Nazri Rahman Rizal Syafrizal Tarmizi Umar Zainal Zulkifli Raja Tengku Encik "
        "Muhammad Ahmad Abdul Said Faisal Ridwan Helmi Ikhsan Iskandar Junaidi"
    ),
    female=_words(
        "Azizah Badriah Cut Dahlia Elliza Fatimah Halimah Intan Jamilah Khadijah Latifah Maimunah Nurhayati Raudah Rohana Salmah Siti Suraya Wan "
        "Zaleha Zuraida Nur'aini Mastura Normala Rosnita"
    ),
    male_second=_words(
        "Hakim Syah Hamzah Ismail Yusuf Saleh Ibrahim Kadir Arifin Effendi Rasyid Harun Idris Marzuki Fikri Maulana Hidayat Karim Ma'ruf"
    ),
    female_second=_words(
        "Sari Hanum Ismail Yusuf Aminah Khairani Safitri Hasanah Ramadhani Puspita Melati Hidayah Amalia Rahmi Fitriani Maharani"
    ),
    religions=((ISLAM, 1),),
    birthplaces=_words("Tanjungpinang Dumai Bengkalis Siak Tembilahan Pontianak Sambas Pangkalpinang Muntok Binjai"),
    patronyms=True,
)
MINANG = Culture(
    weight=18,
    male=_words(
        "Afrizal Asril Boy Dasril Dedi Efrizal Febri Hendri Indra Joni Masrul Nofriandi Oktavianus Rinaldi Syamsul Taufik Yondri Zul Arif Hafiz "
        "Ilham Fauzan Rahmat Wahyu Yulius"
    ),
    female=_words(
        "Asmawati Dewi Elvira Fitri Gusmawati Harneli Ilza Lusi Mardiana Nelvi Oktavia Rahmi Resti Silvia Tri Upik Velia Widya Yulia Yosi Zulfa "
        "Annisa Mutia Ratna Sri"
    ),
    male_second=_words(
        "Piliang Caniago Tanjung Koto Sikumbang Jambak Guci Chaniago Putra Saputra Eka Hendra Nofri Rusdi Alamsyah Zen Anwar Bakri"
    ),
    female_second=_words(
        "Piliang Caniago Tanjung Koto Sikumbang Yanti Susanti Oktaviani Mulyani Novita Yuliarti Fitria Roza Gusti Wahyuni Febriani"
    ),
    religions=((ISLAM, 1),),
    birthplaces=_words("Padang Bukittinggi Payakumbuh Pariaman Solok Batusangkar Painan Sawahlunto Padangpanjang"),
)
BATAK = Culture(
    weight=14,
    male=_words(
        "Albert Bonar Charles Daniel Edison Ferdinand Gunawan Hotman Jhonson Kristian Lamhot Marihot Natanael Parlindungan Robert Saut Togar Tumpal "
        "Volker Ramses Binsar Rikardo Samuel Andri"
    ),
    female=_words(
        "Anita Berliana Debora Erika Friska Hotmaida Ida Juliana Kristina Lasmaria Marlina Nurmaida Ostaria Priska Rosmawati Sondang Tiur Uli Vera "
        "Winda Ruth Rotua Melda Novalina"
    ),
    male_second=_words(
        "Simanjuntak Siregar Nasution Sitompul Hutapea Panjaitan Sinaga Manurung Lubis Harahap Simbolon Tampubolon Purba Saragih Ginting Tarigan"
    ),
    female_second=_words(
        "Simanjuntak Siregar Nasution Sitompul Hutapea Panjaitan Sinaga Manurung Lubis Harahap Simbolon Tampubolon Purba Saragih Ginting Tarigan"
    ),
    religions=((KRISTEN, 68), (KATHOLIK, 14), (ISLAM, 18)),
    birthplaces=_words("Medan Pematangsiantar Balige Tarutung Sibolga Kabanjahe Rantauprapat Padangsidimpuan Kisaran"),
)
JAWA = Culture(
    weight=22,
    male=_words(
        "Agus Bambang Catur Dwi Eko Gatot Hadi Heru Joko Kuncoro Laksono Mulyadi Nugroho Pambudi Purnomo Rudi Slamet Sugeng Sumarno Suparman Suroso "
        "Sutrisno Teguh Tri Wahyudi Widodo Yuda Bagus Dimas Galih"
    ),
    female=_words(
        "Anik Bekti Dwi Endang Erna Hartini Ika Kartini Lestari Murni Ningsih Nurul Puji Retno Rini Rukmini Sri Sulastri Sumarni Suparti Susilowati "
        "Tri Tutik Umi Wahyu Wiwik Yuni Dyah Arum Laras"
    ),
    male_second=_words(
        "Santoso Prasetyo Wibowo Susanto Setiawan Nugroho Purwanto Hartono Kurniawan Saputro Utomo Cahyono Riyadi Sulistyo Handoko Raharjo"
    ),
    female_second=_words(
        "Handayani Rahayu Wulandari Lestari Astuti Purwaningsih Setyowati Kusumawati Widyastuti Pratiwi Utami Susilowati Anggraini Nurjanah Hastuti"
    ),
    religions=((ISLAM, 88), (KRISTEN, 7), (KATHOLIK, 5)),
    birthplaces=_words("Surakarta Semarang Klaten Sragen Madiun Kediri Malang Kebumen Purworejo Yogyakarta Wonogiri Blitar"),
    singles=True,
)
SUNDA = Culture(
    weight=6,
    male=_words("Asep Cecep Dadang Deden Encep Iwan Jajang Maman Nandang Rahmat Tatang Ujang Yayan Yana Ade Gilang Rizki"),
    female=_words("Ai Cucu Dede Enok Euis Iis Lilis Neneng Nining Teti Tuti Yeni Imas Ani Rina Nenden Elis"),
    male_second=_words("Hidayat Sutisna Suherman Kusnadi Permana Nugraha Sopandi Mulyana Ramdani Gunawan Suryana Firmansyah"),
    female_second=_words("Rohaeni Suryani Komalasari Nurhasanah Mulyani Kurniasih Rosmiati Suhartini Maryani Yulianti Herlina"),
    religions=((ISLAM, 1),),
    birthplaces=_words("Bandung Garut Tasikmalaya Ciamis Sukabumi Sumedang Cianjur"),
)
BUGIS = Culture(
    weight=5,
    male=_words("Andi Ambo Baso Daeng Haeruddin Kaharuddin Lukman Mappa Nasaruddin Rustam Sudirman Syarifuddin Tahir Akbar Amran"),
    female=_words("Andi Besse Hasnah Indo Jumriah Kartini Mardiah Nurhaeda Rosdiana Sitti Suriani Tenri Hasmawati Irmawati"),
    male_second=_words("Baharuddin Amiruddin Jufri Nawir Rauf Kasim Ilyas Mansyur Yunus Hamzah"),
    female_second=_words("Tenriola Rahmawati Baharuddin Amiruddin Nurlina Hamsinah Fitriah Ramlah Jufri"),
    religions=((ISLAM, 1),),
    birthplaces=_words("Makassar Watampone Parepare Sengkang Pinrang Palopo Maros"),
)
BALI = Culture(
    weight=3,
    male=("I Wayan", "I Made", "I Nyoman", "I Ketut", "I Gede", "I Komang", "I Putu"),
    female=("Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut", "Ni Luh", "Ni Komang", "Ni Putu"),
    male_second=_words("Sudarma Widiantara Suardana Artawan Sukerta Mahardika Wirawan Suastika Yasa Adnyana"),
    female_second=_words("Suryaningsih Astiti Widiasih Sukerti Puspayanti Rai Ardani Mariani Suartini Laksmi"),
    religions=((HINDU, 1),),
    birthplaces=_words("Denpasar Gianyar Tabanan Singaraja Klungkung Negara"),
)
TIONGHOA = Culture(
    weight=2,
    male=_words("Hendra Wilson Steven Rudy Kevin Edwin Jimmy Suryadi"),
    female=_words("Meilani Lilyana Vivian Susan Fenny Jessica Erlina Linawati"),
    male_second=_words("Wijaya Tanujaya Gunawan Halim Lesmana Kusuma Sanjaya"),
    female_second=_words("Wijaya Tanujaya Halim Lesmana Kusuma Angkasa Salim"),
    religions=((BUDHA, 5), (KRISTEN, 2), (KATHOLIK, 2), (KONGHUCU, 2)),
    birthplaces=_words("Singkawang Pangkalpinang Selatpanjang Bagansiapiapi Medan"),
)
FAKER = Culture(
    weight=6,
    male=(),
    female=(),
    male_second=(),
    female_second=(),
    religions=((ISLAM, 86), (KRISTEN, 9), (KATHOLIK, 5)),
    birthplaces=_words("Jakarta Palembang Jambi Bengkulu Metro Samarinda Banjarmasin Ternate Kupang Jayapura"),
)
"""Names of this one come from Faker's id_ID lists."""

CULTURES = (MELAYU, MINANG, BATAK, JAWA, SUNDA, BUGIS, BALI, TIONGHOA, FAKER)
HOME_CITY = "Rantau Lestari"
AT_HOME = 0.45
"""The share of people born in the city itself."""
FATHERS = _words("Ismail Abdullah Hasan Yahya Salim Ramli Usman Bakar Kasim Zakaria Ya'kub Hamid")
