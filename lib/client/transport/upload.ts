import { ApiError } from '@/lib/client/transport/api-error';

/** Without any progress for this long an upload counts as broken; its total time is not limited. */
const STALL_TIMEOUT_MS = 30_000;

interface FormRequest {
  method: 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  fields: FormData;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: number) => void) | undefined;
}

interface FormAnswer {
  status: number;
  answer: unknown;
}

export type SendForm = (request: FormRequest) => Promise<FormAnswer>;

/** Sends a form by XMLHttpRequest, the only way in a browser to see an upload's progress. */
export const sendFormByXhr: SendForm = (request) => {
  const { method, url, headers, fields, signal, onProgress } = request;
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    let stall: ReturnType<typeof setTimeout> | undefined;
    const abort = () => xhr.abort();
    const watchForStall = () => {
      clearTimeout(stall);
      stall = setTimeout(abort, STALL_TIMEOUT_MS);
    };
    const settle = () => {
      clearTimeout(stall);
      signal?.removeEventListener('abort', abort);
      // Status 0: aborted, or no answer at all.
      if (xhr.status === 0) reject(new ApiError('unavailable'));
      else resolve({ status: xhr.status, answer: parseJson(xhr.responseText) });
    };
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener('progress', (event) => {
      watchForStall();
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    xhr.addEventListener('loadend', settle);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) {
      settle();
      return;
    }
    watchForStall();
    xhr.send(fields);
  });
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
