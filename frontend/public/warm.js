/* global document, window, fetch */
// The landing page needs no script. Once it stands, what comes after signing in is fetched ahead, and not run.
const { files } = document.currentScript.dataset;
window.addEventListener('load', () => files.split(' ').forEach((file) => fetch(file)));
