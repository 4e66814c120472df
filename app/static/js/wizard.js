// The question before sending comes only when the declaration is ticked; without the tick the form goes to the server, which says so beside it.
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-needs-tick]');
  if (button && !document.querySelector(button.dataset.needsTick).checked) event.stopImmediatePropagation();
}, true);
