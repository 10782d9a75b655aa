import { AdminInvitations } from '@/components/administration/admin-invitations';

export default function AdminInvitationsPage() {
  return <AdminInvitations />;
}
