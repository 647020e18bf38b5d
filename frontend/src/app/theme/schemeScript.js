// Runs before the first paint, as a file of its own because the page allows no inline script.
// A choice made on this device wins over the system's; "auto" and nothing follow the system.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('talkoot.scheme');
  } catch {
    // Storage can be forbidden; the system's scheme is used then.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
