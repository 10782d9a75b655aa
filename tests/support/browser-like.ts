import http from 'node:http';
import https from 'node:https';

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** One of this machine's loopback addresses to come from. */
  localAddress?: string;
}

/** What a browser says of a page that speaks to its own server. */
const ownPage = (origin: string): Record<string, string> => ({
  origin,
  'sec-fetch-site': 'same-origin',
});

/**
 * A browser without JavaScript: keeps cookies, posts the forms of pages, follows nothing. `address` is
 * what stands in its address bar; `connectTo` is where that host really is, and `ca` what it trusts.
 */
export class PlainBrowser {
  readonly #address: URL;
  readonly #connectTo: URL;
  readonly #ca: string | undefined;
  readonly #cookies = new Map<string, string>();

  constructor(address: string, options: { connectTo?: string; ca?: string } = {}) {
    this.#address = new URL(address);
    this.#connectTo = new URL(options.connectTo ?? address);
    this.#ca = options.ca;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The names of the cookies it holds. */
  get cookieNames(): string[] {
    return [...this.#cookies.keys()];
  }

  request(
    path: string,
    { method = 'GET', headers = {}, body, localAddress }: RawRequest = {},
  ): Promise<RawAnswer> {
    const { protocol, hostname, port } = this.#connectTo;
    const isSecure = protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (isSecure ? https : http).request(
        {
          host: hostname,
          port,
          path,
          method,
          agent: false,
          ...(localAddress !== undefined && { localAddress }),
          ...(isSecure && { ca: this.#ca, servername: this.#address.hostname }),
          headers: {
            host: this.#address.host,
            'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
            ...(this.cookie && { cookie: this.cookie }),
            ...(method !== 'GET' && ownPage(this.#address.origin)),
            ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            this.#keep(response.headers['set-cookie'] ?? []);
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  /** Fills in the one form of a page and sends it, as a browser does before any script has run. */
  async submit(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<RawAnswer> {
    const page = await this.request(path);
    const form = /<form[\s\S]*?<\/form>/.exec(page.text)?.[0];
    if (!form) throw new Error(`${path} has no form: ${page.status} ${page.text.slice(0, 500)}`);
    const body = new FormData();
    for (const [input] of form.matchAll(/<input type="hidden"[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(input)?.[1] ?? '';
      body.set(name, (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&quot;', '"'));
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const encoded = new Response(body);
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': encoded.headers.get('content-type') ?? '', ...headers },
      body: Buffer.from(await encoded.arrayBuffer()),
    });
  }

  #keep(lines: string[]): void {
    for (const line of lines) {
      const [name = '', value = ''] = line.split(';', 1)[0]?.split('=') ?? [];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
  }
}
