import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Server as SocketServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ParsedKey } from 'ssh2';
import type { BankSimulator } from './bank.ts';
import type { BankName } from './facts.ts';
import { serveSession } from './sftp-session.ts';

/** How a customer signs in at a bank. */
export interface SftpUser {
  readonly bank: BankName;
  readonly username: string;
  readonly password: string;
  /** Private key of the customer in OpenSSH form; its public half is known to the bank. */
  readonly privateKey: string;
}

export interface SftpListener {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** `SHA256:` and the unpadded base64 digest of the host key, as ssh-keygen prints it. */
  readonly hostKeyFingerprint: string;
  /** The host key as it stands in known_hosts: type and base64. */
  readonly hostKey: string;
  readonly users: readonly SftpUser[];
  readonly close: () => Promise<void>;
}

export interface ListenInput {
  readonly banks: readonly BankSimulator[];
  /** 0: any free port. */
  readonly port: number;
  /** Private host key in OpenSSH form; a new one when left out. */
  readonly hostKey?: string;
  /** Sign-in data by bank; new ones when left out. */
  readonly users?: readonly SftpUser[];
  /** Waits some milliseconds: how a slow bank is slow. Left out, it answers at once. */
  readonly wait?: (durationMs: number) => Promise<void>;
}

/** ECDSA: of the ed25519 keys that ssh2 makes, it cannot read one in some 250 itself. */
function newPrivateKey(): string {
  return ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private;
}

function parsedKey(key: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

function equalSecrets(one: Buffer, other: Buffer): boolean {
  const digest = (value: Buffer): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function signsIn(context: AuthContext, user: SftpUser): boolean {
  if (context.method === 'password') {
    return equalSecrets(Buffer.from(context.password), Buffer.from(user.password));
  }
  if (context.method !== 'publickey') return false;
  const key = parsedKey(user.privateKey);
  if (context.key.algo !== key.type) return false;
  if (!equalSecrets(context.key.data, key.getPublicSSH())) return false;
  // Without a signature the client only asks whether the key would do.
  if (context.signature === undefined || context.blob === undefined) return true;
  return key.verify(context.blob, context.signature, context.hashAlgo);
}

interface Peers {
  readonly banks: readonly BankSimulator[];
  readonly users: readonly SftpUser[];
  readonly wait: (durationMs: number) => Promise<void>;
}

function serveConnection(connection: Connection, socket: Socket, peers: Peers): void {
  const { banks, users, wait } = peers;
  let bank: BankSimulator | undefined;
  const drop = (): void => void socket.resetAndDestroy();
  connection.on('authentication', (context) => {
    const user = users.find((item) => item.username === context.username);
    bank = banks.find((item) => item.name === user?.bank);
    if (user === undefined || bank === undefined) context.reject(['password', 'publickey']);
    else if (bank.faults.take('down')) drop();
    else if (signsIn(context, user)) context.accept();
    else context.reject(['password', 'publickey']);
  });
  connection.on('ready', () => {
    connection.on('session', (acceptSession) => {
      acceptSession().on('sftp', (acceptSftp) => {
        const sftp = acceptSftp();
        if (bank === undefined) drop();
        else serveSession({ sftp, bank, drop, wait });
      });
    });
  });
  // A customer that hangs up is no error of the bank.
  connection.on('error', () => socket.destroy());
}

function listen(server: SocketServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no address'));
      else resolve(address.port);
    });
  });
}

/** The key is made at random, and the password from the key. */
function newUser(bank: BankName): SftpUser {
  const privateKey = newPrivateKey();
  const password = createHash('sha256').update(privateKey).digest('base64url').slice(0, 24);
  return { bank, username: `halden-${bank}`, password, privateKey };
}

/** Serves the file areas of banks by SFTP on the loopback address, one user per bank. */
export async function listenSftp(input: ListenInput): Promise<SftpListener> {
  const hostKey = input.hostKey ?? newPrivateKey();
  const users = input.users ?? input.banks.map((bank) => newUser(bank.name));
  const wait = input.wait ?? (() => Promise.resolve());
  const sockets = new Map<number, Socket>();
  const ssh = new ssh2.Server({ hostKeys: [hostKey] });
  // The SSH server announces a connection when the client has named its version: by then only
  // the client's port tells which socket it was.
  ssh.on('connection', (connection: Connection, client: { readonly port: number }) => {
    const socket = sockets.get(client.port);
    if (socket === undefined) connection.end();
    else serveConnection(connection, socket, { banks: input.banks, users, wait });
  });
  const server = createServer((socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined || input.banks.every((bank) => bank.faults.isActive('down'))) {
      socket.resetAndDestroy();
      return;
    }
    // Without this every answer waits 40 ms for the client's delayed acknowledgement.
    socket.setNoDelay(true);
    sockets.set(remotePort, socket);
    socket.on('close', () => sockets.delete(remotePort));
    socket.on('error', () => socket.destroy());
    ssh.injectSocket(socket);
  });
  const port = await listen(server, input.port);
  const publicKey = parsedKey(hostKey);
  const digest = createHash('sha256').update(publicKey.getPublicSSH()).digest('base64');
  return {
    host: '127.0.0.1',
    port,
    hostKeyFingerprint: `SHA256:${digest.replace(/=+$/u, '')}`,
    hostKey: `${publicKey.type} ${publicKey.getPublicSSH().toString('base64')}`,
    users,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}
