'use client';

// One entry for the layout and the pages in it: what they are made of then comes in one file, which
// is smaller than two and asked for once.
export { ConversationRoute } from '@/components/conversation/conversation-route';
export { ChatShell } from '@/components/shell/chat-shell';
