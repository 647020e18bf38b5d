import { sessionEnded } from './expired';
import { Problem, problemOf } from './problem';

/**
 * Sends a file and tells how far it has come, which fetch cannot. The answer's body is given; every other end is thrown
 * as a Problem, a stop by `signal` as an AbortError.
 */
export function upload<Answer>(
  path: string,
  file: Blob,
  type: string,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as Answer);
        return;
      }
      const answer = new Response(request.responseText, {
        status: request.status,
        statusText: request.statusText,
        headers: { 'Content-Type': request.getResponseHeader('Content-Type') ?? '' },
      });
      problemOf(answer).then((problem) => {
        if (problem.status === 401) sessionEnded();
        reject(problem);
      }, reject);
    };
    request.onerror = () =>
      reject(new Problem({ status: 0, code: 'network', title: 'No answer', detail: undefined }));
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
