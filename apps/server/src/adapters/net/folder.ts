import type { FolderLocation, FolderPort } from '@quittance/connector-kit';
import { openLocalFolder } from './local-folder.ts';
import { openSftpFolder } from './sftp-folder.ts';

/** Opens whatever the configuration says. Secrets are looked up now and kept nowhere else. */
export function createFolderOpener(
  secret: (name: string) => string,
): (location: FolderLocation) => Promise<FolderPort> {
  return (location) => Promise.resolve(openFolder(location, secret));
}

function openFolder(location: FolderLocation, secret: (name: string) => string): FolderPort {
  if (location.kind === 'folder') return openLocalFolder(location.path);
  const { passwordSecret, privateKeySecret, host, port, username, path } = location;
  const { operationTimeoutMs } = location;
  return openSftpFolder({
    host,
    port,
    username,
    path,
    hostKeyFingerprint: location.hostKeyFingerprint,
    ...(operationTimeoutMs === undefined ? {} : { operationTimeoutMs }),
    ...(passwordSecret === undefined ? {} : { password: secret(passwordSecret) }),
    ...(privateKeySecret === undefined ? {} : { privateKey: secret(privateKeySecret) }),
  });
}
