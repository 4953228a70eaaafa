import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';

/** A message to one person: a sign-in code or a notice that something waits. */
export interface Message {
  channel: 'phone' | 'mail';
  to: string;
  subject: string;
  text: string;
  at: Date;
}

/** Sends messages. Throws when it could not; the caller tells the person so. */
export interface Sender {
  /** False when nothing is configured for the channel: pages say so instead of promising a code. */
  canSend(channel: Message['channel']): boolean;
  send(message: Message): Promise<void>;
}

/** No way to send was configured for this channel. */
export class NoSender extends Error {
  constructor(channel: string) {
    super(`no sender configured for ${channel}`);
    this.name = 'NoSender';
  }
}

/** Mail over SMTP. @param url `smtps://user:password@host:465` @param from sender's address */
export function smtpSender(url: string, from: string): Sender {
  const transport = createTransport(url);
  return {
    canSend: (channel) => channel === 'mail',
    async send(message) {
      await transport.sendMail({ from, to: message.to, subject: message.subject, text: message.text });
    },
  };
}

/**
 * Text messages through the office's own gateway: POST of JSON `{channel, to, subject, text}`, signed with
 * `X-Zhidian-Signature: hex(HMAC-SHA256(secret, body))`. Anything but 2xx is a failure.
 */
export function webhookSender(url: string, secret: string, channels: readonly Message['channel'][] = ['phone']): Sender {
  return {
    canSend: (channel) => channels.includes(channel),
    async send({ channel, to, subject, text }) {
      const body = JSON.stringify({ channel, to, subject, text });
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const response = await fetch(url, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(10_000),
        headers: { 'content-type': 'application/json', 'x-zhidian-signature': signature },
      });
      if (!response.ok) throw new Error(`the message gateway answered ${response.status}`);
    },
  };
}

/** Keeps the last messages in memory for the demo's outbox page; nothing leaves the machine. */
export class LocalOutbox implements Sender {
  readonly messages: Message[] = [];
  canSend(): boolean {
    return true;
  }
  async send(message: Message): Promise<void> {
    this.messages.unshift(message);
    this.messages.length = Math.min(this.messages.length, 100);
  }
}

/** The first of several senders that can send on a channel. */
export function firstOf(senders: readonly Sender[]): Sender {
  return {
    canSend: (channel) => senders.some((sender) => sender.canSend(channel)),
    async send(message) {
      const sender = senders.find((one) => one.canSend(message.channel));
      if (!sender) throw new NoSender(message.channel);
      await sender.send(message);
    },
  };
}

/** Senders named by the environment: `SMTP_URL` with `SMTP_FROM`, `MESSAGE_WEBHOOK_URL` with `MESSAGE_WEBHOOK_SECRET`. */
export function senderFromEnvironment(env: NodeJS.ProcessEnv): Sender {
  const senders: Sender[] = [];
  if (env['SMTP_URL']) senders.push(smtpSender(env['SMTP_URL'], env['SMTP_FROM'] ?? 'zhidian@localhost'));
  if (env['MESSAGE_WEBHOOK_URL']) senders.push(webhookSender(env['MESSAGE_WEBHOOK_URL'], env['MESSAGE_WEBHOOK_SECRET'] ?? ''));
  return firstOf(senders);
}
