import type { components } from './schema';

type ProblemBody = components['schemas']['Problem'];

/** A refusal or a failure of the server, as its problem document says it, or of the way to it (status 0). */
export class Problem extends Error {
  readonly status: number;
  /** The stable word for what went wrong, such as `phase_closed`; `network` when no answer came. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  /** What to mend, by field of the request body. */
  readonly fields: Readonly<Record<string, string>>;
  /** The request's number in the server's log. */
  readonly instance: string | undefined;

  constructor(body: Omit<ProblemBody, 'type'>) {
    super(body.detail ?? body.title);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.detail = body.detail;
    this.instance = body.instance;
    this.fields = Object.fromEntries((body.errors ?? []).map((each) => [each.field, each.detail]));
  }

  /** True when the same request may succeed later without a change. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Reads the problem document of an answer; an answer without one (from a proxy, say) becomes one. */
export async function problemOf(response: Response): Promise<Problem> {
  let body: Partial<ProblemBody> = {};
  if (/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) {
    try {
      body = (await response.json()) as ProblemBody;
    } catch {
      // Cut off on the way: the status line has to do.
    }
  }
  return new Problem({
    status: response.status,
    code: body.code ?? `http_${response.status}`,
    title: body.title ?? response.statusText,
    detail: body.detail,
    errors: body.errors,
    instance: body.instance,
  });
}
