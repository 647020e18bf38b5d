import challenge from './challenge.json';
import challengeForm from './challengeForm.json';
import concept from './concept.json';
import decision from './decision.json';
import discussion from './discussion.json';
import home from './home.json';
import idea from './idea.json';
import insight from './insight.json';
import journey from './journey.json';
import lineage from './lineage.json';
import metric from './metric.json';
import notice from './notice.json';
import outcome from './outcome.json';
import presence from './presence.json';
import recount from './recount.json';
import roadmap from './roadmap.json';
import search from './search.json';
import shell from './shell.json';
import touchpoint from './touchpoint.json';
import ui from './ui.json';
import yourIdeas from './yourIdeas.json';

/** One file for each feature, named as its folder; `ui` for the primitives and `shell` for the frame of every page. */
export const en = {
  challenge,
  challengeForm,
  concept,
  decision,
  discussion,
  home,
  idea,
  insight,
  journey,
  lineage,
  metric,
  notice,
  outcome,
  presence,
  recount,
  roadmap,
  search,
  shell,
  touchpoint,
  ui,
  yourIdeas,
};
