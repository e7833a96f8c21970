import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Alibaba's DashScope (Bailian, Model Studio). */
export const dashscope = defineProvider({
  ...reseller('dashscope'),
  anchors: /\bdashscope[\w-]{0,20}\.aliyuncs\.com\b|\bkling\/kling-/gi,
});
