import { getExportPages } from '@/components/export/get-export-pages';
import { downloadRoute } from '@/lib/server/http/route';
import { exportAccount } from '@/lib/server/services/exports/export';
import { requireExportSlot } from '@/lib/server/services/exports/export-slot';
import { api } from '@/lib/shared/api';

export const { GET, HEAD, POST, PUT, PATCH, DELETE } = downloadRoute(
  api.exportAccount,
  async ({ actor, request: { signal } }) => {
    const pages = await getExportPages();
    return {
      fileName: `parley-export-${new Date().toISOString().slice(0, 10)}.zip`,
      check: () => requireExportSlot(actor),
      open: () => exportAccount(actor, { pages, signal }),
    };
  },
);
