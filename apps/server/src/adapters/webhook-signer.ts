import type { WebhookSigner } from '@quittance/flows';
import { Webhook } from 'standardwebhooks';

/**
 * Signs as Standard Webhooks says (HMAC-SHA256 over id, time and body, `whsec_` secrets). A secret
 * that holds two keys with a blank between signs with both, so that a key can be changed while
 * subscribers still check the old one. The time is that of this machine, which is what a subscriber
 * compares it with.
 */
export function openWebhookSigner(secret: (name: string) => string): WebhookSigner {
  return {
    headers: ({ secretName, messageId, body }) => {
      const keys = secret(secretName).trim().split(/\s+/);
      const at = new Date();
      const signatures = keys.map((key) => new Webhook(key).sign(messageId, at, body));
      return {
        'webhook-id': messageId,
        'webhook-timestamp': `${Math.floor(at.getTime() / 1_000)}`,
        'webhook-signature': signatures.join(' '),
      };
    },
  };
}
