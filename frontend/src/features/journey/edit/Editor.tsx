import type { Journey } from '../queries';

export default function Editor({ journey }: { journey: Journey }) {
  return <p>{journey.title}</p>;
}
