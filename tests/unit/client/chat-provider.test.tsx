import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ChatProvider } from '@/lib/client/chat-provider';
import { useConversation } from '@/lib/client/hooks/conversation/use-conversation';
import { useDraft } from '@/lib/client/hooks/conversation/use-draft';
import { usePeople } from '@/lib/client/hooks/people/use-people';
import { useUnseenTotal } from '@/lib/client/hooks/use-unseen-total';
import { FakeServer } from './support/fake-server';

function Screen({ userId }: { userId: string }) {
  const { people } = usePeople();
  const { rows, isLoading, firstUnseenSeq } = useConversation(userId);
  const { draft } = useDraft(userId);
  const total = useUnseenTotal();
  const names = people.map((row) => row.fullName);
  const texts = rows.all().map((item) => item.text);
  return <p>{[...names, ...texts, isLoading, firstUnseenSeq, total, draft].join(', ')}</p>;
}

describe('a page rendered on the server', () => {
  it('shows people and messages without a browser, each render for its own person', () => {
    const server = new FakeServer();
    const me = server.addUser('Me');
    const ann = server.addUser('Ann');
    server.send(ann._id, { to: me._id, text: 'hello' });
    const html = renderToString(
      <ChatProvider
        me={me}
        seed={{
          people: server.people(me._id),
          conversation: {
            userId: ann._id,
            answer: server.page(me._id, ann._id, { peek: 1 }),
            person: server.person(me._id, ann._id),
          },
        }}
      >
        <Screen userId={ann._id} />
      </ChatProvider>,
    );
    expect(html).toBe('<p>Ann, hello, false, 1, 1, </p>');

    const stranger = server.addUser('Stranger');
    const other = renderToString(
      <ChatProvider
        me={stranger}
        seed={{ people: { users: [], unseenMessages: {}, nextCursor: null } }}
      >
        <Screen userId={ann._id} />
      </ChatProvider>,
    );
    expect(other).not.toContain('hello');
  });
});
