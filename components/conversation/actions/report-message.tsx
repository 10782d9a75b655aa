'use client';

import { ReportDialog } from '@/components/person/options/report-dialog';
import { useConversationOptions } from '@/lib/client/hooks/conversation/use-conversation-options';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface ReportMessageProps {
  item: ConversationItem;
  person: PersonRow;
  onClose: () => void;
}

/** Reports one message of somebody else, of which the server keeps a copy as it is now. */
export function ReportMessage({ item, person, onClose }: ReportMessageProps) {
  const { report } = useConversationOptions(person._id);
  return (
    <ReportDialog
      name={person.fullName}
      onReport={(reason) =>
        report({ ...(item.message && { messageId: item.message._id }), reason })
      }
      onClose={onClose}
    />
  );
}
