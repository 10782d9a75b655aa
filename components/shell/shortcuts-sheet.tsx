'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { DialogFrame, type DialogProps } from '@/components/ui/dialog-frame';
import { Key } from '@/components/ui/keys';
import { useIsMac } from '@/components/ui/use-is-mac';

/** Keys pressed together; each way of doing a thing is one of these. */
type Combination = string[];

/** Every shortcut there is, by where it works. */
export function ShortcutsSheet({ isOpen, onClose }: Pick<DialogProps, 'isOpen' | 'onClose'>) {
  const words = useAllMessages();
  const isMac = useIsMac();
  const { shortcuts, keys } = words;
  const command = isMac ? '⌘' : keys.control;
  const alt = isMac ? '⌥' : keys.alt;
  const groups: { title: string; rows: [string, Combination[]][] }[] = [
    {
      title: shortcuts.everywhere,
      rows: [
        [shortcuts.goToName, [[command, 'K']]],
        [shortcuts.searchConversation, [[command, 'F']]],
        [shortcuts.nextConversation, [[alt, '↓']]],
        [shortcuts.previousConversation, [[alt, '↑']]],
        [shortcuts.leave, [[keys.escape]]],
        [shortcuts.thisSheet, [['?'], [command, '/']]],
      ],
    },
    {
      title: shortcuts.inList,
      rows: [
        [shortcuts.upAndDown, [['↑'], ['↓']]],
        [shortcuts.byPage, [[keys.pageUp], [keys.pageDown]]],
        [shortcuts.ends, [[keys.home], [keys.end]]],
        [shortcuts.open, [[keys.enter]]],
      ],
    },
    {
      title: shortcuts.inConversation,
      rows: [
        [shortcuts.otherMessage, [['↑'], ['↓']]],
        [shortcuts.firstAndLastMessage, [[keys.home], [keys.end]]],
        [shortcuts.messageActions, [[keys.enter]]],
        [
          shortcuts.selectMore,
          [
            [keys.shift, '↑'],
            [keys.shift, '↓'],
          ],
        ],
        [shortcuts.toWriting, [[keys.escape]]],
      ],
    },
    {
      title: shortcuts.whileWriting,
      rows: [
        [shortcuts.editLast, [['↑']]],
        [shortcuts.send, [[keys.enter]]],
        [shortcuts.newLine, [[keys.shift, keys.enter]]],
        [shortcuts.bold, [[command, 'B']]],
        [shortcuts.italic, [[command, 'I']]],
        [shortcuts.strike, [[command, keys.shift, 'X']]],
        [shortcuts.code, [[command, 'E']]],
      ],
    },
    {
      title: shortcuts.onSeparator,
      rows: [
        [shortcuts.wider, [['←'], ['→']]],
        [shortcuts.usualWidth, [[keys.enter]]],
      ],
    },
  ];
  return (
    <DialogFrame isOpen={isOpen} onClose={onClose} title={shortcuts.title} kind="sheet" showTitle>
      <div className="flex flex-col gap-6 p-5">
        {groups.map(({ title, rows }) => (
          <section key={title} aria-label={title} className="flex flex-col gap-1">
            <h3 className="text-meta font-medium text-muted">{title}</h3>
            <dl>
              {rows.map(([what, ways]) => (
                <div
                  key={what}
                  className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-1.5"
                >
                  <dt>{what}</dt>
                  <dd className="flex items-center gap-2">
                    {ways.map((combination) => (
                      <span
                        key={combination.join(' ')}
                        dir="ltr"
                        className="flex items-center gap-1"
                      >
                        {combination.map((key) => (
                          <Key key={key}>{key}</Key>
                        ))}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </DialogFrame>
  );
}
