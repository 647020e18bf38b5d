import shell from './shell.json';
import ui from './ui.json';

/** One file for each feature, named as its folder; `ui` for the primitives and `shell` for the frame of every page. */
export const en = { shell, ui };
