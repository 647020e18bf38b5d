import concept from './concept.json';
import decision from './decision.json';
import roadmap from './roadmap.json';
import shell from './shell.json';
import ui from './ui.json';

/** One file for each feature, named as its folder; `ui` for the primitives and `shell` for the frame of every page. */
export const en = { concept, decision, roadmap, shell, ui };
