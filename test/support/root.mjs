// Entry scripts import this first: everything here runs in the repository's root.
import path from 'node:path';
import process from 'node:process';

process.chdir(path.resolve(import.meta.dirname, '../..'));
