// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { SWRConfig } from 'swr';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChatProvider } from '@/lib/client/chat-provider';
import { useConversation } from '@/lib/client/hooks/conversation/use-conversation';
import { useDraft } from '@/lib/client/hooks/conversation/use-draft';
import { useMarkSeen } from '@/lib/client/hooks/conversation/use-mark-seen';
import { useSend } from '@/lib/client/hooks/conversation/use-send';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { usePeople } from '@/lib/client/hooks/people/use-people';
import { usePeopleSearch } from '@/lib/client/hooks/people/use-people-search';
import { usePerson } from '@/lib/client/hooks/people/use-person';
import { useProfile } from '@/lib/client/hooks/people/use-profile';
import { useConnection } from '@/lib/client/hooks/use-connection';
import { useUnseenTotal } from '@/lib/client/hooks/use-unseen-total';
import { settle } from './support/fake-clock';
import { FakeServer } from './support/fake-server';
import { createDevice, type Device } from './support/harness';

afterEach(cleanup);

function meet() {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const ann = server.addUser('Ann');
  const bob = server.addUser('Bob');
  server.send(ann._id, { to: me._id, text: 'from ann' });
  server.send(bob._id, { to: me._id, text: 'from bob' });
  const device = createDevice(server, me);
  return { server, me, ann, bob, device };
}

/** Everything around a hook that a page has around it. */
function inPage(server: FakeServer, device: Device) {
  const { me } = device.client.store.getChat();
  const seed = { people: server.people(me._id) };
  return function Page({ children }: { children: ReactNode }) {
    return (
      <StrictMode>
        <SWRConfig value={{ provider: () => new Map() }}>
          <ChatProvider me={me} seed={seed} client={device.client}>
            {children}
          </ChatProvider>
        </SWRConfig>
      </StrictMode>
    );
  };
}

/** Lets the fake server answer, and React take it in. */
const answer = () => act(settle);

describe('the people list', () => {
  it('is there at the first paint, newest activity first', () => {
    const { server, device } = meet();
    const wrapper = inPage(server, device);
    const { result } = renderHook(() => usePeople(), { wrapper });
    expect(result.current.people.map((row) => row.fullName)).toEqual(['Bob', 'Ann']);
    expect(result.current).toMatchObject({ isLoading: false, error: null, hasMore: false });
  });

  it('keeps the very rows that did not change when one does', async () => {
    const { server, me, ann, device } = meet();
    const wrapper = inPage(server, device);
    const { result } = renderHook(() => usePeople(), { wrapper });
    act(() => device.transport.open());
    const before = result.current.people;
    act(() => void server.send(ann._id, { to: me._id, text: 'again' }));
    await answer();
    const after = result.current.people;
    expect(after[0]).toMatchObject({ fullName: 'Ann', unseen: 2 });
    expect(after[1]).toBe(before[0]);
  });

  it('counts what is unseen the same everywhere', async () => {
    const { server, ann, bob, device } = meet();
    const wrapper = inPage(server, device);
    const { result, rerender } = renderHook(
      ({ openId }: { openId: string }) => {
        useConversation(openId);
        useMarkSeen(openId, true);
        return { total: useUnseenTotal(), people: usePeople().people };
      },
      { wrapper, initialProps: { openId: 'nobody' } },
    );
    expect(result.current.total).toBe(2);
    act(() => device.transport.open());
    rerender({ openId: ann._id });
    await answer();
    expect(result.current.total).toBe(1);
    expect(result.current.people.map((row) => row.unseen).sort()).toEqual([0, 1]);
    rerender({ openId: bob._id });
    await answer();
    expect(result.current.total).toBe(0);
  });
});

describe('the provider', () => {
  it('connects once although development mounts everything twice', () => {
    const { server, device } = meet();
    const start = vi.spyOn(device.transport, 'start');
    const stop = vi.spyOn(device.transport, 'stop');
    renderHook(() => useMe(), { wrapper: inPage(server, device) });
    expect(start).toHaveBeenCalledOnce();
    expect(stop).not.toHaveBeenCalled();
  });

  it('goes on through a change of pages, and stops some time after the last one', () => {
    vi.useFakeTimers();
    try {
      const { server, device } = meet();
      const stop = vi.spyOn(device.transport, 'stop');
      const first = renderHook(() => useMe(), { wrapper: inPage(server, device) });
      first.unmount();
      vi.advanceTimersByTime(1_000);
      const second = renderHook(() => useMe(), { wrapper: inPage(server, device) });
      vi.advanceTimersByTime(5_000);
      expect(stop).not.toHaveBeenCalled();
      second.unmount();
      vi.advanceTimersByTime(5_000);
      expect(stop).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a conversation', () => {
  it('loads, shows no sign of another one, and keeps rows that did not change', async () => {
    const { server, me, ann, bob, device } = meet();
    const { result, rerender } = renderHook(
      ({ userId }: { userId: string }) => useConversation(userId),
      { wrapper: inPage(server, device), initialProps: { userId: ann._id } },
    );
    expect(result.current).toMatchObject({ isLoading: true, error: null });
    rerender({ userId: bob._id });
    expect(result.current.rows.all()).toEqual([]);
    await answer();
    expect(result.current.rows.all().map((item) => item.text)).toEqual(['from bob']);
    expect(result.current).toMatchObject({ isLoading: false, firstUnseenSeq: 1, lastSeq: 1 });
    act(() => device.transport.open());
    const [first] = result.current.rows.all();
    act(() => void server.send(bob._id, { to: me._id, text: 'more' }));
    expect(result.current.rows.all()[0]).toBe(first);
    expect(result.current.firstUnseenSeq).toBe(1);
  });

  it('shows what is sent at once and holds its key', async () => {
    const { server, ann, device } = meet();
    const { result } = renderHook(
      () => ({ send: useSend(ann._id), view: useConversation(ann._id) }),
      { wrapper: inPage(server, device) },
    );
    await answer();
    act(() => result.current.send.sendText('hello'));
    const pending = result.current.view.rows.all().at(-1);
    expect(pending).toMatchObject({ text: 'hello', status: 'sending', message: null });
    await answer();
    const stored = result.current.view.rows.all().at(-1);
    expect(stored).toMatchObject({ text: 'hello', status: 'sent', key: pending?.key, seq: 2 });
  });

  it('is marked as seen only while its end is on the screen', async () => {
    const { server, me, ann, device } = meet();
    const { rerender } = renderHook(
      ({ isAtBottom }: { isAtBottom: boolean }) => {
        useMarkSeen(ann._id, isAtBottom);
        return useConversation(ann._id);
      },
      { wrapper: inPage(server, device), initialProps: { isAtBottom: false } },
    );
    act(() => device.transport.open());
    await answer();
    expect(server.person(me._id, ann._id).mySeenSeq).toBe(0);
    rerender({ isAtBottom: true });
    await answer();
    expect(server.person(me._id, ann._id).mySeenSeq).toBe(1);
  });
});

describe('a person', () => {
  it('is looked for when unknown, and said to be missing when nobody knows them', async () => {
    const { server, device } = meet();
    const wrapper = inPage(server, device);
    const late = server.addUser('Late');
    const { result, rerender } = renderHook(({ userId }: { userId: string }) => usePerson(userId), {
      wrapper,
      initialProps: { userId: late._id },
    });
    expect(result.current).toEqual({ person: null, isLoading: true, notFound: false });
    await answer();
    expect(result.current.person?.fullName).toBe('Late');
    rerender({ userId: 'f'.repeat(24) });
    await answer();
    expect(result.current).toEqual({ person: null, isLoading: false, notFound: true });
  });
});

describe('a search', () => {
  it('shows the answer to what is typed now, never the slow one to what was typed before', async () => {
    const { server, device } = meet();
    const answers = new Map<string, () => void>();
    vi.spyOn(device.client.people, 'search').mockImplementation(
      ({ q }) =>
        new Promise((resolve) => {
          answers.set(q, () => {
            const found = server.people(device.client.store.getChat().me._id, { q });
            device.client.store.dispatch({ type: 'people-loaded', answer: found, place: 'found' });
            resolve(found);
          });
        }),
    );
    const { result, rerender } = renderHook(({ q }: { q: string }) => usePeopleSearch(q), {
      wrapper: inPage(server, device),
      initialProps: { q: '' },
    });
    expect(result.current).toMatchObject({ people: [], isLoading: false });
    rerender({ q: 'an' });
    expect(result.current.isLoading).toBe(true);
    await waitFor(() => expect(answers.has('an')).toBe(true));
    rerender({ q: 'bo' });
    await waitFor(() => expect(answers.has('bo')).toBe(true));
    act(() => answers.get('bo')?.());
    await waitFor(() => expect(result.current.people.map((row) => row.fullName)).toEqual(['Bob']));
    act(() => answers.get('an')?.());
    await answer();
    expect(result.current.people.map((row) => row.fullName)).toEqual(['Bob']);
    expect(result.current).toMatchObject({ isLoading: false, hasMore: false, error: null });
  });

  it('says what went wrong', async () => {
    const { server, device } = meet();
    server.httpFailure = 'unavailable';
    const { result } = renderHook(() => usePeopleSearch('ann'), {
      wrapper: inPage(server, device),
    });
    await waitFor(() => expect(result.current.error).toBe('unavailable'));
    expect(result.current).toMatchObject({ people: [], isLoading: false });
  });
});

describe('a draft', () => {
  it('belongs to one conversation and outlives leaving it', () => {
    const { server, ann, bob, device } = meet();
    const { result, rerender } = renderHook(({ userId }: { userId: string }) => useDraft(userId), {
      wrapper: inPage(server, device),
      initialProps: { userId: ann._id },
    });
    act(() => result.current.setDraft('dear Ann'));
    expect(result.current.draft).toBe('dear Ann');
    rerender({ userId: bob._id });
    expect(result.current.draft).toBe('');
    rerender({ userId: ann._id });
    expect(result.current.draft).toBe('dear Ann');
  });
});

describe('one’s own profile', () => {
  it('changes everywhere once saved, and tells what was refused', async () => {
    const { server, device } = meet();
    const { result } = renderHook(() => ({ me: useMe(), profile: useProfile() }), {
      wrapper: inPage(server, device),
    });
    await act(() => result.current.profile.save({ fullName: 'New name' }));
    expect(result.current.me.fullName).toBe('New name');
    server.httpFailure = 'bad_request';
    await act(async () => {
      await expect(result.current.profile.save({ fullName: '' })).rejects.toMatchObject({
        code: 'bad_request',
      });
    });
    expect(result.current.profile.isSaving).toBe(false);
  });
});

describe('the connection', () => {
  it('is shown as it is', async () => {
    const { server, device } = meet();
    const { result } = renderHook(() => useConnection(), { wrapper: inPage(server, device) });
    expect(result.current).toEqual({ state: 'connecting', showBanner: false });
    act(() => device.transport.open());
    expect(result.current).toEqual({ state: 'online', showBanner: false });
    server.httpFailure = 'unavailable';
    act(() => device.transport.drop());
    await act(() => device.clock.advance(2_100));
    expect(result.current).toEqual({ state: 'connecting', showBanner: true });
  });
});
