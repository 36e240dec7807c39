export { createFolderOpener } from './folder.ts';
export { createHttpClient, type HttpClient, type HttpClientOptions } from './http.ts';
export { openLocalFolder } from './local-folder.ts';
export { openSftpFolder, type SftpFolderOptions } from './sftp-folder.ts';
