export { RecountPage as RecountRoute } from '../../features/recount/RecountPage';
