export { DecisionsPage as DecisionsRoute } from '../../features/decision/DecisionsPage';
