'use client';

import { useRef, useState } from 'react';
import { ActResult } from '@/components/administration/act-result';
import { AdminList } from '@/components/administration/admin-list';
import { ReportCard } from '@/components/administration/report-card';
import { useAct } from '@/components/administration/use-act';
import { useAdminList } from '@/components/administration/use-admin-list';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Section } from '@/components/ui/section';
import { SwitchField } from '@/components/ui/switch-field';
import { adminClient } from '@/lib/client/transport/admin-client';
import { createApiClient } from '@/lib/client/transport/api-client';
import type { ReportDto } from '@/lib/shared/accounts/admin-schemas';
import { adminUrls } from '@/lib/shared/accounts/admin-urls';

const api = createApiClient();

/** What people reported, until it is dealt with. */
export function AdminReports() {
  const texts = useAllMessages().administration;
  const [isAllShown, setIsAllShown] = useState(false);
  const list = useAdminList(
    (query) => adminUrls.reports({ ...(isAllShown && { all: '1' }), ...query }),
    adminClient.reports,
  );
  const { act, said, pending } = useAct();
  const result = useRef<HTMLDivElement>(null);
  const run = async (report: ReportDto, work: () => Promise<unknown>, done: string) => {
    await act(report._id, async () => {
      await work();
      await list.refresh();
      return done;
    });
    // The card with the button that had the focus may be gone.
    result.current?.focus();
  };
  return (
    <Section id="admin-reports" title={texts.parts.reports} hint={texts.reportsHint}>
      <SwitchField label={texts.showDone} isOn={isAllShown} onChange={setIsAllShown} />
      <div ref={result} tabIndex={-1} className="outline-none">
        <ActResult said={said} />
      </div>
      <AdminList
        label={texts.parts.reports}
        list={list}
        empty={texts.noReports}
        render={(report) => (
          <ReportCard
            report={report}
            isPending={pending === report._id}
            onMark={(done) =>
              void run(
                report,
                () => adminClient.mark(report._id, done),
                done ? texts.isDone : texts.isOpen,
              )
            }
            onDisable={(disabled) =>
              void run(
                report,
                () => adminClient.change(report.user._id, { disabled }),
                disabled
                  ? texts.isDisabled(report.user.fullName)
                  : texts.isEnabled(report.user.fullName),
              )
            }
            onBlock={() =>
              void run(
                report,
                () => api.block(report.user._id),
                texts.isBlocked(report.user.fullName),
              )
            }
          />
        )}
      />
    </Section>
  );
}
