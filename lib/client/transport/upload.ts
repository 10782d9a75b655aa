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

/** Sends a form; in a browser by XMLHttpRequest, the only way there to see an upload's progress. */
export function sendForm(request: FormRequest): Promise<FormAnswer> {
  return typeof XMLHttpRequest === 'undefined' ? sendByFetch(request) : sendByXhr(request);
}

async function sendByFetch({ method, url, headers, fields, signal }: FormRequest) {
  try {
    const limit = AbortSignal.timeout(STALL_TIMEOUT_MS);
    const response = await fetch(url, {
      method,
      headers,
      body: fields,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return { status: response.status, answer: parseJson(await response.text()) };
  } catch {
    throw new ApiError('unavailable');
  }
}

function sendByXhr(request: FormRequest): Promise<FormAnswer> {
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
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
