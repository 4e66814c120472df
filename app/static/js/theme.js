// Runs before the first paint so that no page flashes white at night: theme, and the mark that JavaScript runs.
(() => {
  const root = document.documentElement;
  let chosen = null;
  try { chosen = localStorage.getItem('theme'); } catch { /* storage is switched off: the system's choice holds */ }
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => root.setAttribute('data-bs-theme', chosen || (system.matches ? 'dark' : 'light'));
  apply();
  system.addEventListener('change', apply);
  root.classList.remove('no-js');
})();
