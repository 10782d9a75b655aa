import { fold } from '@/lib/shared/text';

/** Without marks, brackets, full stops, case and accents. */
const plain = (text: string): string => fold(text.replace(/[<>().,。…!]/g, ' '));

const DELETED = new Set(
  [
    'This message was deleted',
    'You deleted this message',
    'This message was deleted by admin',
    'Diese Nachricht wurde gelöscht',
    'Du hast diese Nachricht gelöscht',
    'Se eliminó este mensaje',
    'Este mensaje fue eliminado',
    'Eliminaste este mensaje',
    'Mensagem apagada',
    'Esta mensagem foi apagada',
    'Você apagou esta mensagem',
    'Apagou esta mensagem',
    'Ce message a été supprimé',
    'Vous avez supprimé ce message',
    'Questo messaggio è stato eliminato',
    'Hai eliminato questo messaggio',
    'Dit bericht is verwijderd',
    'U hebt dit bericht verwijderd',
    'Je hebt dit bericht verwijderd',
    'Bu mesaj silindi',
    'Bu mesajı sildiniz',
    'Данное сообщение удалено',
    'Сообщение удалено',
    'Вы удалили данное сообщение',
    'Це повідомлення видалено',
    'Ви видалили це повідомлення',
    'Ta wiadomość została usunięta',
    'Usunąłeś tę wiadomość',
    'Usunięto tę wiadomość',
    'تم حذف هذه الرسالة',
    'حذفت هذه الرسالة',
    'لقد حذفت هذه الرسالة',
    'הודעה זו נמחקה',
    'מחקת הודעה זו',
    'این پیام حذف شد',
    'このメッセージは削除されました',
    'メッセージを削除しました',
    '삭제된 메시지입니다',
    '이 메시지는 삭제되었습니다',
    '此消息已删除',
    '此訊息已刪除',
    '此訊息已被刪除',
    '您已刪除此訊息',
    '您删除了此消息',
    '你删除了这条消息',
    'Tin nhắn này đã bị xóa',
    'Bạn đã xóa tin nhắn này',
    'ข้อความนี้ถูกลบแล้ว',
    'คุณลบข้อความนี้แล้ว',
    'Pesan ini telah dihapus',
    'Anda telah menghapus pesan ini',
    'Det här meddelandet har raderats',
    'Denne besked blev slettet',
    'Denne meldingen ble slettet',
    'Tämä viesti poistettiin',
    'Tato zpráva byla odstraněna',
    'Ezt az üzenetet törölték',
    'Acest mesaj a fost șters',
    'Αυτό το μήνυμα διαγράφηκε',
    'यह मैसेज मिटा दिया गया',
  ].map(plain),
);

/** What stands for the media that the export left out, by a word that each language uses for it. */
const OMITTED = new RegExp(
  [
    'omitted|weggelassen|ausgeschlossen|omitid[oa]s?|ocultad[oa]|oculto|omis(?:e|es)?|exclue?s?|absente?s?',
    'omess[oiae]|esclus[oiae]|weggelaten|dahil edilmedi|отсутствует|пропущен[оы]?|без медиафайлов',
    'вилучено|без медіафайлів|pomini[ęe]t[eoya]|utelämna[dt]s?|utelatt|udeladt|jätetty pois|puuttuu',
    'vynech[áa]n[oyaéáý]|opomenut[oaé]?|kihagyva|mellőzve|elhagyva|παραλείφθηκ[εα]ν?|εξαιρέθηκ[εα]ν?',
    'tidak disertakan|dihilangkan|diabaikan|bỏ qua|không bao gồm|ละเว้น|ไม่รวม|छोड़ा गया|छोड़ी गई|शामिल नहीं',
    'تم استبعاد|محذوفة?|הושמט[הו]?|לא נכלל[הו]?|省略|除外|생략|忽略|略過|略过|已略',
  ].join('|'),
  'u',
);

const EDITED = new Set(
  [
    'This message was edited',
    'Diese Nachricht wurde bearbeitet',
    'Se editó este mensaje',
    'Ce message a été modifié',
    'Mensagem editada',
    'Esta mensagem foi editada',
    'Messaggio modificato',
    'Questo messaggio è stato modificato',
    'Dit bericht is bewerkt',
    'Bu mesaj düzenlendi',
    'Сообщение изменено',
    'Данное сообщение изменено',
    'Повідомлення змінено',
    'Ta wiadomość została edytowana',
    'تم تعديل هذه الرسالة',
    'הודעה זו נערכה',
    'このメッセージは編集されました',
    '此消息已编辑',
    '此訊息已編輯',
    '메시지가 수정되었습니다',
    'Pesan ini diedit',
    'Det här meddelandet har redigerats',
  ].map(plain),
);

const PHRASE_MAX_CHARACTERS = 60;

export const isDeletedPhrase = (text: string): boolean =>
  text.length <= PHRASE_MAX_CHARACTERS && DELETED.has(plain(text));

export const isEditedPhrase = (text: string): boolean => EDITED.has(plain(text));

export const isOmittedPhrase = (text: string): boolean =>
  text.length <= PHRASE_MAX_CHARACTERS && OMITTED.test(text.normalize('NFC').toLowerCase());
