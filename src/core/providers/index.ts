// Written by `npm run lists` from the files of this folder.
import type { ProviderDefinition } from './provider';
import { aiSdk } from './aiSdk';
import { aimlapi } from './aimlapi';
import { apimart } from './apimart';
import { comfy } from './comfy';
import { dashscope } from './dashscope';
import { fal } from './fal';
import { freepik } from './freepik';
import { inferenceSh } from './inferenceSh';
import { kie } from './kie';
import { kling } from './kling';
import { krea } from './krea';
import { litellm } from './litellm';
import { muapi } from './muapi';
import { openrouter } from './openrouter';
import { piapi } from './piapi';
import { pollo } from './pollo';
import { replicate } from './replicate';
import { runware } from './runware';
import { segmind } from './segmind';
import { siray } from './siray';
import { sunra } from './sunra';
import { useapi } from './useapi';
import { venice } from './venice';
import { vercelGateway } from './vercelGateway';
import { wavespeed } from './wavespeed';

export const providers: readonly ProviderDefinition[] = [
  aiSdk,
  aimlapi,
  apimart,
  comfy,
  dashscope,
  fal,
  freepik,
  inferenceSh,
  kie,
  kling,
  krea,
  litellm,
  muapi,
  openrouter,
  piapi,
  pollo,
  replicate,
  runware,
  segmind,
  siray,
  sunra,
  useapi,
  venice,
  vercelGateway,
  wavespeed,
];
