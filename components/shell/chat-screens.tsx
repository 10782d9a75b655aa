'use client';

// One entry for the layout and the pages in it: what they are made of then comes in one file, which
// is smaller than three and asked for once.
export { ConversationRoute } from '@/components/conversation/conversation-route';
export { PersonNotFoundRoute } from '@/components/conversation/person-not-found-route';
export { ChatShell } from '@/components/shell/chat-shell';
export { VoiceProvider } from '@/components/voice/voice-provider';
