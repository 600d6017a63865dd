import {
  A2UI,
  ADK_ARTICLE,
  AGENT,
  AGENTIC_MODEL,
  AGENTS_MD,
  BACKEND,
  CALLBACKS,
  CHAT_AGENT,
  CHAT_TEMPLATE,
  CHECKPOINT,
  COLLABORATION,
  COMPONENTS,
  CREATE_TOOL,
  DEEP_AGENTS,
  EMBEDDING,
  EXCEL_AGENT,
  FILE_SYSTEM,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  LOCAL_BACKEND,
  ORCHESTRATION_PLUGIN,
  OVERVIEW,
  PATCH_TOOL_CALLS,
  PLAN_EXECUTE,
  PLAN_TASK,
  PRACTICE,
  PRINCIPLES,
  QUICK_START,
  REACT,
  RELEASES,
  RETRIEVER,
  SANDBOX,
  SKILL,
  STREAMS,
  SUMMARIZATION,
  SUPERVISOR,
  TOOL_REDUCTION,
  TOOL_SEARCH,
  TRANSFORMER,
  WORKFLOW,
  WORKFLOW_AGENTS,
} from './places.ts';
import type { Question } from './question.ts';

/** Asked in words that the pages themselves avoid. */
export const PARAPHRASE: readonly Question[] = [
  {
    ask: 'someone has to sign off before the bot books anything',
    answers: { [`${HITL}#quick-start`]: 2, [`${QUICK_START}/chapter_07_interrupt_resume.md`]: 1 },
  },
  {
    ask: 'dialogue grows past what the LLM can take in, shrink older turns',
    answers: {
      [`${SUMMARIZATION}#overview`]: 2,
      [`${TOOL_REDUCTION}#overview`]: 1,
      [`${REACT}#messagerewriter`]: 1,
    },
  },
  {
    ask: 'too many functions to list all of them in one prompt, reveal them only when needed',
    answers: { [`${TOOL_SEARCH}#overview`]: 2, [`${TOOL_SEARCH}#toolsearch-middleware`]: 2 },
  },
  {
    ask: 'huge command output eats the whole token budget',
    answers: {
      [`${TOOL_REDUCTION}#overview`]: 2,
      [`${FILE_SYSTEM}#deprecated-large-tool-result-offloading`]: 1,
    },
  },
  {
    ask: 'the transcript contains a request to a function that was never answered',
    answers: { [`${PATCH_TOOL_CALLS}#overview`]: 2, [`${PATCH_TOOL_CALLS}#how-it-works`]: 1 },
  },
  {
    ask: 'keep a to-do list that the bot ticks off while working',
    answers: {
      [`${PLAN_TASK}#overview`]: 2,
      [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 2,
      [`${PLAN_TASK}#tools`]: 1,
    },
  },
  {
    ask: 'continue a paused job on another machine after a restart',
    answers: {
      [`${CHECKPOINT}#using-checkpoint`]: 2,
      [`${CHECKPOINT}#implementing-checkpointstore`]: 2,
      [`${HITL}#quick-start`]: 1,
      'core_modules/eino_adk/agent_extension.md#state-persistence-checkpoint': 2,
    },
  },
  {
    ask: 'bot A finishes and passes the conversation over to bot B',
    answers: {
      [`${COLLABORATION}#concept-2`]: 2,
      [`${COLLABORATION}#transfer-subagents`]: 2,
      [`${COLLABORATION}#inter-agent-collaboration-methods`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-transfer`]: 2,
    },
  },
  {
    ask: 'call one bot from inside another as if it were a function',
    answers: {
      [`${COLLABORATION}#agentastool`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-agentastool`]: 2,
    },
  },
  {
    ask: 'repeat writer and critic until the text is good enough',
    answers: {
      [`${WORKFLOW_AGENTS}#features-1`]: 2,
      [`${WORKFLOW_AGENTS}#example-1`]: 2,
      [`${COLLABORATION}#loopagent`]: 2,
    },
  },
  {
    ask: 'log latency and token cost of every LLM request without touching business code',
    answers: {
      [`${CALLBACKS}#problem-solved`]: 2,
      [`${CALLBACKS}#handlerhelper`]: 1,
      [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 1,
      [`${OVERVIEW}/_index.md#callbacks`]: 1,
    },
  },
  {
    ask: 'is it safe to change a pointer that a node received, or will other goroutines see it',
    answers: {
      [`${PRINCIPLES}#read-only-principle-for-external-variables`]: 2,
      [`${CALLBACKS}#reading-and-writing-input--output-in-handler`]: 2,
    },
  },
  {
    ask: 'a button that always does the same steps versus an open-ended assistant',
    answers: {
      [`${GRAPH_OR_AGENT}#introduction-two-coexisting-ai-interaction-paradigms`]: 2,
      [`${GRAPH_OR_AGENT}#basic-definitions`]: 2,
      [`${GRAPH_OR_AGENT}#conclusion`]: 2,
    },
  },
  {
    ask: 'draw the flow by dragging boxes and let it write the Go source',
    answers: {
      [`${ORCHESTRATION_PLUGIN}#overview`]: 2,
      [`${ORCHESTRATION_PLUGIN}#create-and-orchestrate-a-graph`]: 2,
    },
  },
  {
    ask: 'execute untrusted shell scripts somewhere isolated in the cloud',
    answers: { [`${SANDBOX}#overview`]: 2, [`${SANDBOX}#core-features`]: 2 },
  },
  {
    ask: 'forbid dangerous shell programs on my laptop',
    answers: { [`${LOCAL_BACKEND}#with-command-validation`]: 2, [`${LOCAL_BACKEND}#configuration`]: 2 },
  },
  {
    ask: 'turn sentences into numeric arrays for semantic comparison',
    answers: { [`${EMBEDDING}#introduction`]: 2, [`${EMBEDDING}#interface-definition`]: 1 },
  },
  {
    ask: 'reusable know-how folders that the assistant opens when relevant',
    answers: {
      [`${SKILL}#what-is-a-skill`]: 2,
      [SKILL]: 2,
      [`${QUICK_START}/chapter_09_skill_console.md#from-graph-tool-to-skill-why-skill-docs`]: 2,
    },
  },
  {
    ask: 'first make a list of steps, then carry them out and adapt when something changes',
    answers: {
      [`${PLAN_EXECUTE}#what-is-plan-execute-agent`]: 2,
      [`${PLAN_EXECUTE}#plan-execute-agent-execution-flow`]: 2,
      [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 1,
    },
  },
  {
    ask: 'a receptionist that only decides which expert answers',
    answers: { [HOST]: 2 },
  },
  {
    ask: 'previous chapters of the conversation survive a program restart',
    answers: { [`${QUICK_START}/chapter_03_memory_and_session.md`]: 2 },
  },
  {
    ask: 'describe function arguments to the LLM from annotations on a Go type',
    answers: {
      [`${CREATE_TOOL}#using-gostruct2paramsoneof`]: 2,
      [`${CREATE_TOOL}#standard-tool-using-infertool-method`]: 2,
    },
  },
  {
    ask: 'what happens if a word-by-word producer is followed by a step that needs the entire text',
    answers: {
      [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 2,
      [`${STREAMS}#the-meaning-of-eino-stream-programming`]: 2,
      [`${PRINCIPLES}#type-alignment-methods-under-invoke-and-stream`]: 2,
      [`${STREAMS}#overview-of-orchestration-streaming`]: 1,
      [`${PRINCIPLES}#stream-processing`]: 1,
    },
  },
  {
    ask: 'give a constant setting to a step regardless of what flows in',
    answers: { [`${WORKFLOW}#static-values`]: 2 },
  },
  {
    ask: 'house rules file that must never be squeezed out of the context',
    answers: { [`${AGENTS_MD}#overview`]: 2, [`${AGENTS_MD}#middleware-ordering`]: 2 },
  },
  {
    ask: 'show cards and buttons instead of plain chat text',
    answers: {
      [`${A2UI}#from-text-to-ui-why-a2ui`]: 2,
      [`${A2UI}#a2ui-components-text--column--card--row`]: 2,
    },
  },
  {
    ask: 'the vendor runs web lookup on its own servers during the answer',
    answers: {
      [`${AGENTIC_MODEL}#servertoolcall`]: 2,
      [`${AGENTIC_MODEL}#servertoolresult`]: 2,
      [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 1,
    },
  },
  {
    ask: 'insert placeholders of earlier turns into the system text',
    answers: {
      [`${CHAT_TEMPLATE}#introduction`]: 2,
      [`${CHAT_TEMPLATE}#creation-methods`]: 2,
      [`${CHAT_TEMPLATE}#standalone-usage`]: 2,
    },
  },
  {
    ask: 'which vendors can I plug in for text generation',
    answers: {
      'ecosystem_integration/chat_model/_index.md': 2,
      [`${COMPONENTS}/chat_model_guide.md#existing-implementations`]: 2,
      'ecosystem_integration/_index.md#chatmodel': 1,
    },
  },
  {
    ask: 'when do version numbers promise that my code keeps compiling',
    answers: {
      [`${RELEASES}/_index.md#version-management-guidelines`]: 2,
      [`${RELEASES}/_index.md#common-understanding-about-v0-v1-vn-n1`]: 2,
    },
  },
  {
    ask: 'leave the whole run early from inside a bot',
    answers: { [`${AGENT}#agentaction`]: 2, [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 1 },
  },
  {
    ask: 'keep only the newest part of a long chat but never lose what the person typed',
    answers: { [`${SUMMARIZATION}#preserveusermessages-structure`]: 2, [`${SUMMARIZATION}#overview`]: 2 },
  },
  {
    ask: 'attach a stopwatch and logger around each step of a pipeline',
    answers: {
      [`${CALLBACKS}#problem-solved`]: 2,
      [`${OVERVIEW}/_index.md#callbacks`]: 2,
      [`${PRACTICE}#operational-tools`]: 2,
    },
  },
  {
    ask: 'look up passages that resemble a query in a knowledge base',
    answers: { [`${RETRIEVER}#introduction`]: 2, 'core_modules/components/_index.md': 1 },
  },
  {
    ask: 'split one big goal among several workers under one boss',
    answers: {
      [`${SUPERVISOR}#what-is-supervisor-agent`]: 2,
      [`${ADK_ARTICLE}#-supervisor-pattern-centralized-coordination`]: 2,
      [`${DEEP_AGENTS}#deepagents-structure`]: 1,
    },
  },
  {
    ask: 'the same prompt answered by different vendors side by side',
    answers: { [`${PRINCIPLES}#parallel`]: 2, [`${GRAPH_INTRO}#chain`]: 1 },
  },
  {
    ask: 'make the program refuse mismatched pieces before it ever runs',
    answers: {
      [PRINCIPLES]: 2,
      [`${PRINCIPLES}#type-alignment-of-upstream-and-downstream-as-the-basic-principle`]: 2,
      [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 1,
    },
  },
  {
    ask: 'watch what the assistant is doing while it is still working, not only at the end',
    answers: {
      [`${REACT}#get-intermediate-results`]: 2,
      [`${ADK_ARTICLE}#-asynchronous-event-driven-architecture`]: 2,
      [`${AGENT}#asynciterator`]: 2,
    },
  },
  {
    ask: 'chop long texts before putting them into a search database',
    answers: { [`${TRANSFORMER}#introduction`]: 2, [`${PRACTICE}#indexing-the-knowledge-base`]: 1 },
  },
  {
    ask: 'temporary file store that lives in RAM for testing',
    answers: { [`${BACKEND}#built-in-implementation-inmemorybackend`]: 2 },
  },
  {
    ask: 'spreadsheet helper made of cooperating bots',
    answers: {
      [`${EXCEL_AGENT}#what-is-the-excel-agent`]: 2,
      [`${DEEP_AGENTS}#scenario-description`]: 2,
      [`${EXCEL_AGENT}#understanding-eino-adk-through-the-excel-agent`]: 2,
    },
  },
  {
    ask: 'report a vulnerability privately',
    answers: { [`${OVERVIEW}/_index.md#security`]: 2 },
  },
];
