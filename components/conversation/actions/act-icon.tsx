import Copy from 'lucide-react/icons/copy';
import Flag from 'lucide-react/icons/flag';
import Forward from 'lucide-react/icons/forward';
import Link from 'lucide-react/icons/link';
import Pencil from 'lucide-react/icons/pencil';
import Reply from 'lucide-react/icons/reply';
import SquareCheck from 'lucide-react/icons/square-check';
import Trash2 from 'lucide-react/icons/trash-2';
import Unlink from 'lucide-react/icons/unlink';
import type { MessageAct } from '@/components/conversation/actions/what-can-be-done';

const ICONS = {
  reply: Reply,
  copy: Copy,
  link: Link,
  edit: Pencil,
  removePreview: Unlink,
  forward: Forward,
  select: SquareCheck,
  report: Flag,
  delete: Trash2,
};

export function ActIcon({ act }: { act: MessageAct }) {
  const Icon = ICONS[act];
  const isTurned = act === 'reply' || act === 'forward';
  return (
    <Icon className={`size-4 shrink-0 ${isTurned ? 'rtl:-scale-x-100' : ''}`} aria-hidden="true" />
  );
}
