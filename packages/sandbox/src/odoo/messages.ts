import { checkAccess } from './access.ts';
import { bind } from './query.ts';
import type { Call, Env } from './environment.ts';
import { userError } from './errors.ts';
import { browse } from './records.ts';
import { idsOf, str, textOf } from './values.ts';
import type { Wire } from './values.ts';

const parameters = [
  'body',
  'subject',
  'message_type',
  'email_from',
  'author_id',
  'parent_id',
  'subtype_xmlid',
  'subtype_id',
  'partner_ids',
  'attachments',
  'attachment_ids',
  'body_is_html',
];

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `message_post`: plain text is escaped and wrapped unless `body_is_html` is set. */
export const postMessage = (
  env: Env,
  model: string,
  request: { readonly ids: readonly number[]; readonly call: Call },
): Wire => {
  const bound = bind('message_post', parameters, { args: [], kwargs: request.call.kwargs });
  const author = env.get('res.users', env.uid);
  if (str(author, 'email') === null) {
    throw userError("Unable to send message, please configure the sender's email address.");
  }
  checkAccess(env, model, 'write');
  const record = browse(env, { model, ids: request.ids }, 'read')[0];
  if (record === undefined) throw userError('A message needs a record.');
  const body = textOf(bound['body']) ?? '';
  const html = bound['body_is_html'] === true ? body : `<p>${escapeHtml(body)}</p>`;
  const message = env.insert('mail.message', {
    model,
    res_id: record.id,
    body: html,
    subject: textOf(bound['subject']),
    message_type: textOf(bound['message_type']) ?? 'notification',
    date: env.instant,
    author_id: typeof author.values['partner_id'] === 'number' ? author.values['partner_id'] : null,
    attachment_ids: idsOf(bound['attachment_ids']),
  });
  return env.dialect.answersRecords ? [message.id] : message.id;
};
