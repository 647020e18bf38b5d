import { Problem, problemOf } from '../../api/problem';
import type { Picture } from './queries';

/** The largest file that is sent, in bytes; the server refuses more. */
export const largest = 8 * 1024 * 1024;

/**
 * Sends a picture and tells how much of it has gone, from 0 to 1. fetch cannot tell, so this is the one place with the older way. A
 * refusal rejects with a Problem, as everywhere.
 */
export function uploadPicture(file: Blob, onProgress: (part: number) => void): Promise<Picture> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/pictures');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status === 201) {
        resolve(JSON.parse(request.responseText) as Picture);
        return;
      }
      const headers = { 'Content-Type': request.getResponseHeader('Content-Type') ?? '' };
      const answer = new Response(request.responseText, { status: request.status || 500, headers });
      problemOf(answer).then(reject, reject);
    });
    const lost = () =>
      reject(new Problem({ status: 0, code: 'network', title: 'No answer', detail: undefined }));
    request.addEventListener('error', lost);
    request.addEventListener('abort', lost);
    request.send(file);
  });
}
