import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { expectNothingFound } from '../support/axe';
import { launchBrowser, PHONE } from '../support/browser';
import { newGuest } from '../support/pair';
import { newPerson } from '../support/person';
import { personRow } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.each([
  ['a phone', PHONE],
  ['a desk', { width: 1440, height: 900 }],
])(
  'on %s, a handle is chosen in the profile and tells two of the same name apart',
  async (_, viewport) => {
    const fullName = `Jonas ${viewport.width}`;
    const handle = `j${randomUUID().slice(0, 8)}`;
    const jonas = await newGuest(browser, server(), { fullName, viewport });
    const other = await newPerson(server().url, { fullName });
    const ada = await newGuest(browser, server(), { fullName: `Ada ${viewport.width}`, viewport });
    for (const { id } of [jonas.person, other]) await ada.person.send(id, 'hello');

    await jonas.page.goto(`${server().url}/settings/profile`);
    const section = jonas.page.getByRole('region', { name: 'Handle' });
    const field = section.getByRole('textbox', { name: 'Your handle' });
    await field.fill('Admin');
    await section.getByRole('button', { name: 'Save handle' }).click();
    await section.getByText('is not free; please choose another').waitFor();
    await field.fill(`@${handle.toUpperCase()}`);
    await section.getByRole('button', { name: 'Save handle' }).click();
    await section.getByText(`You are @${handle} now.`).waitFor();
    await expectNothingFound(jonas.page, 'the section with the handle');

    const named = personRow(ada.page, `${fullName} @${handle}`);
    await named.waitFor();
    await expectNothingFound(ada.page, 'a list with a handle');
    await ada.page.getByRole('searchbox').fill(`@${handle}`);
    await personRow(ada.page, fullName).waitFor();
    await ada.page.goto(`${server().url}/u/@${handle}`);
    await ada.page.waitForURL(`**/chat/${jonas.person.id}`);
    await Promise.all([jonas.context.close(), ada.context.close()]);
  },
);
