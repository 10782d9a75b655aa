import { AdminReports } from '@/components/administration/admin-reports';

export default function AdminReportsPage() {
  return <AdminReports />;
}
