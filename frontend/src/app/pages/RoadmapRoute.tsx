export { RoadmapPage as RoadmapRoute } from '../../features/roadmap/RoadmapPage';
