// Runs before the first paint so that no page flashes white at night: theme, agency colour, and the mark that JavaScript runs.
(() => {
  const root = document.documentElement;
  let chosen = null;
  try { chosen = localStorage.getItem('theme'); } catch { /* storage is switched off: the system's choice holds */ }
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => root.setAttribute('data-bs-theme', chosen || (system.matches ? 'dark' : 'light'));
  apply();
  system.addEventListener('change', apply);
  root.classList.remove('no-js');
  if (/^#[0-9a-f]{6}$/i.test(root.dataset.colour || '')) {
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(root.dataset.colour.slice(at, at + 2), 16) / 255) ** 2.2);
    root.style.setProperty('--brand', root.dataset.colour);
    // Whichever of white and black reads better on the agency's colour.
    root.style.setProperty('--brand-ink', 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '#000' : '#fff');
  }
})();
