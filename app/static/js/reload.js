// A page whose content a job changes is shown anew when the job is over.
document.addEventListener('job-over', (event) => {
  if (event.target.closest('[data-reload]')) window.location.reload();
});
