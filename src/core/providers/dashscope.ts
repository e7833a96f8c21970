import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Alibaba's DashScope (Bailian, Model Studio). */
export const dashscope = defineProvider({
  ...reseller('dashscope'),
  anchors: /\bdashscope[\w.-]*\.aliyuncs\.com\b|\bkling\/kling-/gi,
});
