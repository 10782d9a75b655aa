import { expect, test } from 'vitest';
import { newPerson, PASSWORD, type Person } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

/** A browser's part of it: keeps cookies, follows nothing. */
class Browser {
  readonly #cookies = new Map<string, string>();

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(path: string): Promise<Response> {
    return this.#keep(await fetch(server().url + path, { headers: { cookie: this.cookie } }));
  }

  /** Posts a form with the csrf token that belongs to the cookies. */
  async post(path: string, fields: Record<string, string>): Promise<Response> {
    const { csrfToken } = (await (await this.get('/api/auth/csrf')).json()) as {
      csrfToken: string;
    };
    return this.#keep(
      await fetch(server().url + path, {
        method: 'POST',
        headers: { cookie: this.cookie, origin: server().url },
        body: new URLSearchParams({ csrfToken, ...fields }),
        redirect: 'manual',
      }),
    );
  }

  signIn(person: Person, password: string): Promise<Response> {
    return this.post('/api/auth/callback/credentials', { email: person.user.email, password });
  }

  #keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]?.split('=') ?? [];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    return response;
  }
}

test('next-auth signs in by form, stays on the host that was asked, and signs out for good', async () => {
  const ada = await newPerson(server().url);
  const browser = new Browser();
  const signedIn = await browser.signIn(ada, PASSWORD);
  expect(signedIn.status).toBe(302);
  expect(new URL(signedIn.headers.get('location') ?? '').origin).toBe(server().url);
  const session = browser.cookie;
  expect((await browser.get('/api/auth/check')).status).toBe(200);

  await browser.post('/api/auth/signout', {});
  const check = await fetch(`${server().url}/api/auth/check`, { headers: { cookie: session } });
  expect(check.status).toBe(401);
});

test('next-auth sends a wrong password back to the sign-in page without a session', async () => {
  const ada = await newPerson(server().url);
  const browser = new Browser();
  const refused = await browser.signIn(ada, 'not the password');
  expect(refused.headers.get('location')).toContain(`${server().url}/login?error=`);
  expect((await browser.get('/api/auth/check')).status).toBe(401);
});

test('what next-auth answers is stored nowhere, and its failures have the form of the API', async () => {
  for (const path of ['csrf', 'session', 'providers']) {
    const answer = await fetch(`${server().url}/api/auth/${path}`);
    expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
  }
  for (const [method, path] of [
    ['POST', 'session'],
    ['GET', 'csrf/elsewhere'],
  ] as const) {
    const answer = await fetch(`${server().url}/api/auth/${path}`, { method });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false, code: 'bad_request' });
  }
});
