export { ConceptsPage as ConceptsRoute } from '../../features/concept/ConceptsPage';
