import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { CapabilityByName } from '@quittance/connector-kit';
import { type Fault, fault, refuse, succeed } from '@quittance/domain';
import { readEvent } from './wire.ts';

const encoder = new TextEncoder();

/** An event may be this old, or this early where the clocks differ (I26). */
const ageMsMax = 300_000;

/**
 * The bank's events: HMAC-SHA256 in hexadecimal over the seconds of its clock, a full stop and the
 * raw bytes, under a secret that both sides know. An event is a hint: what it speaks of is asked
 * for.
 */
export const eventReceiver =
  (secret: () => string): CapabilityByName['events.receive'] =>
  ({ headers, rawBody, now }) => {
    const seconds = headers['x-bank-time'] ?? '';
    const given = /^v1=([0-9a-f]{64})$/.exec(headers['x-bank-signature'] ?? '')?.[1];
    if (given === undefined || !/^\d{1,12}$/.test(seconds)) return answer(forged('no signature'));
    const wanted = createHmac('sha256', createSecretKey(secret(), 'base64'))
      .update(`${seconds}.`)
      .update(rawBody)
      .digest('hex');
    if (!timingSafeEqual(encoder.encode(given), encoder.encode(wanted))) {
      return answer(forged('another signature'));
    }
    // not money: seconds of the epoch
    const ageMs = Date.parse(now) - Number.parseInt(seconds, 10) * 1_000;
    if (Math.abs(ageMs) > ageMsMax) return answer(forged('too old or too early'));
    const event = readEvent(new TextDecoder('utf-8').decode(rawBody));
    if (event === null || event.event !== headers['x-bank-event']) {
      return answer(fault('drift', 'order_bank.event', 'The event is in no announced form.'));
    }
    const about = `${event.kind} of ${event.clientOrderId}`;
    return Promise.resolve(succeed({ eventId: event.event, about }));
  };

const answer = (found: Fault) => Promise.resolve(refuse(found));

const forged = (why: string): Fault =>
  fault('unauthorised', 'order_bank.forged', `The event is not proven to be the bank's: ${why}.`);
