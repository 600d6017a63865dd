import {
  A2UI,
  ADK_ARTICLE,
  ADK_OVERVIEW,
  ADK_QUICKSTART,
  AGENT,
  AGENTIC_MODEL,
  AGENTS_MD,
  BACKEND,
  CALLBACKS,
  CHAT_AGENT,
  CHAT_MODEL,
  CHAT_TEMPLATE,
  CHECKPOINT,
  COLLABORATION,
  COMPONENTS,
  CREATE_TOOL,
  DEEP_AGENTS,
  EMBEDDING,
  EXCEL_AGENT,
  FILE_SYSTEM,
  FIRST_CHAPTER,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  IDE_PLUGIN,
  INDEXER,
  LOADER,
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
  RUNNER,
  SANDBOX,
  SKILL,
  SKILL_CHAPTER,
  STREAMS,
  SUMMARIZATION,
  SUPERVISOR,
  TOOL_REDUCTION,
  TOOL_SEARCH,
  TOOLS_NODE,
  TRANSFORMER,
  V08,
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
      [`${RUNNER}#state-persistence-checkpoint`]: 2,
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
    answers: { [`${COLLABORATION}#agentastool`]: 2, [`${CHAT_AGENT}#chatmodelagent-agentastool`]: 2 },
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
      [`${SKILL_CHAPTER}#from-graph-tool-to-skill-why-skill-docs`]: 2,
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
  { ask: 'a receptionist that only decides which expert answers', answers: { [HOST]: 2 } },
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
      [`${CHAT_MODEL}#existing-implementations`]: 2,
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
    answers: { [`${RETRIEVER}#introduction`]: 2, [`${COMPONENTS}/_index.md`]: 1 },
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
  { ask: 'report a vulnerability privately', answers: { [`${OVERVIEW}/_index.md#security`]: 2 } },
  {
    ask: 'hand over a photo together with my question',
    answers: {
      [`${CHAT_MODEL}#message-struct`]: 2,
      [`${AGENTIC_MODEL}#userinputimage`]: 2,
      'FAQ.md#q-how-to-adapt-multimodal-inputoutput-for-models-supported-by-eino-ext': 1,
      'FAQ.md#q-using-the-latest-multimodal-support-field-userinputmulticontent-to-input-multimodal-data-but-the-model-side-doesnt-seem-to-have-my-multimodal-data-or-cant-read-multicontent-content-during-multimodal-input': 1,
    },
  },
  {
    ask: 'exchange one AI supplier for another while leaving everything else alone',
    answers: {
      [`${FIRST_CHAPTER}#why-we-need-the-component-interfaces`]: 2,
      [`${FIRST_CHAPTER}#introduction-to-the-eino-framework`]: 2,
    },
  },
  {
    ask: 'display what the LLM mulled over, apart from its reply',
    answers: {
      'FAQ.md#q-how-to-get-the-reasoning-contentreasoningdeep-thinking-content-output-by-the-model-chat-model': 2,
      [`${AGENTIC_MODEL}#reasoning`]: 2,
    },
  },
  {
    ask: 'mend sloppy brackets and quotation marks the AI wrote',
    answers: {
      'FAQ.md#q-before-calling-tools-including-mcp-tool-getting-json-unmarshal-failure-error-how-to-solve': 2,
      'Cookbook.md#tool': 2,
    },
  },
  {
    ask: 'gather several viewpoints on one idea at a stroke',
    answers: {
      [`${WORKFLOW_AGENTS}#features-2`]: 2,
      [`${WORKFLOW_AGENTS}#example-2`]: 2,
      [`${COLLABORATION}#parallelagent`]: 1,
      [`${ADK_ARTICLE}#-workflowagents-precision-pipelines`]: 1,
      [`${ADK_QUICKSTART}#adk-examples`]: 1,
      'Cookbook.md#intro-examples': 1,
    },
  },
  {
    ask: 'chores that must wait for other chores',
    answers: {
      [`${PLAN_TASK}#dependency-management`]: 2,
      [`${PLAN_TASK}#task-structure`]: 1,
      [`${PLAN_TASK}#taskupdate`]: 1,
    },
  },
  {
    ask: 'fire everything the moment it can rather than in lockstep',
    answers: {
      [`${PRINCIPLES}#execution-engine`]: 2,
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md#new-features`]: 2,
    },
  },
  {
    ask: 'which famous companies bet on this in earnest',
    answers: {
      [`${OVERVIEW}/eino_open_source.md`]: 2,
      [`${OVERVIEW}/eino_open_source.md#practice-driven`]: 1,
      [`${PRACTICE}#preface`]: 2,
      [`${WORKFLOW}#coze-studio-workflow`]: 1,
    },
  },
  {
    ask: 'bring articles from the internet or my disk into the program',
    answers: {
      [`${LOADER}#introduction`]: 2,
      [`${LOADER}#existing-implementations`]: 2,
      'ecosystem_integration/document/_index.md': 1,
      'ecosystem_integration/_index.md#loader': 1,
    },
  },
  {
    ask: 'cheat sheet of ready-to-copy demos',
    answers: { 'Cookbook.md': 2, [`${ADK_QUICKSTART}#adk-examples`]: 1 },
  },
  {
    ask: 'a ceiling so that the bot cannot spin forever',
    answers: {
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${REACT}#maxstep`]: 2,
      [`${WORKFLOW_AGENTS}#features-1`]: 2,
      [`${PLAN_EXECUTE}#4-planexecuteagent`]: 1,
      [`${PLAN_EXECUTE}#2-executor`]: 1,
      [`${COLLABORATION}#loopagent`]: 2,
      [`${ADK_ARTICLE}#-workflowagents-precision-pipelines`]: 1,
      [`${ADK_OVERVIEW}#chatmodelagent`]: 1,
    },
  },
  {
    ask: 'spell out each argument of a helper one by one',
    answers: {
      [`${CREATE_TOOL}#method-1---mapstringparameterinfo`]: 2,
      [`${CREATE_TOOL}#toolinfo-representations`]: 2,
      [`${CREATE_TOOL}#standard-tool-using-newtool-method`]: 1,
      [`${TOOLS_NODE}#method-2-use-newenhancedtool-for-manual-creation`]: 1,
      [`${REACT}#toolsconfig`]: 1,
    },
  },
  {
    ask: 'a bot that inquires again if it was told too little',
    answers: {
      [`${CHAT_AGENT}#example`]: 2,
      [`${CHAT_AGENT}#step-1-add-tool-supporting-interrupt`]: 2,
      'Cookbook.md#human-in-the-loop': 2,
      [`${ADK_QUICKSTART}#adk-examples`]: 1,
      [`${HITL}#more-examples`]: 1,
    },
  },
  {
    ask: 'a boss whose underlings are bosses themselves',
    answers: { [`${ADK_QUICKSTART}#adk-examples`]: 2, 'Cookbook.md#multi-agent': 2 },
  },
  {
    ask: 'glue routines together although their parameters do not fit',
    answers: { [`${WORKFLOW}#flexible-input-and-output-types`]: 2, [`${WORKFLOW}#field-mapping`]: 1 },
  },
  {
    ask: 'kick off a later step without telling it anything',
    answers: {
      [`${WORKFLOW}#control-flow-only-no-data-flow`]: 2,
      [`${WORKFLOW}#separation-of-control-flow-and-data-flow`]: 2,
      'Cookbook.md#workflow-workflow-orchestration': 1,
    },
  },
  {
    ask: 'tackle gigantic texts by cutting them up and working on the slices simultaneously',
    answers: { [`${QUICK_START}/chapter_08_graph_tool.md#what-you-learn`]: 2 },
  },
  { ask: 'send half of the visitors to another LLM as an experiment', answers: { 'Cookbook.md#model': 2 } },
  {
    ask: "jot down a bot's reply under a label for others to read",
    answers: {
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${ADK_OVERVIEW}#chatmodelagent`]: 2,
      [`${COLLABORATION}#concept-1`]: 1,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#feature-enhancements`]: 1,
    },
  },
  {
    ask: 'where to chat with the maintainers',
    answers: {
      [`${OVERVIEW}/_index.md#contact-us`]: 2,
      [`${OVERVIEW}/eino_open_source.md#quick-start`]: 2,
      [`${OVERVIEW}/eino_open_source.md#related-links`]: 2,
      [`${PRACTICE}#related-links`]: 2,
    },
  },
  {
    ask: 'A person typed something else halfway and now the vendor grumbles that a request never got its reply',
    answers: {
      [`${PATCH_TOOL_CALLS}#overview`]: 2,
      [`${V08}/_index.md#17-patchtoolcalls-middleware`]: 2,
      [`${PATCH_TOOL_CALLS}#how-it-works`]: 1,
    },
  },
  {
    ask: 'We own hundreds of functions and listing every one of them eats up the prompt; can the bot look up just what it needs?',
    answers: { [`${TOOL_SEARCH}#overview`]: 2, [`${TOOL_SEARCH}#how-it-works`]: 1 },
  },
  {
    ask: 'After hours of talking the bill explodes; squeeze whatever was said earlier into a short recap',
    answers: {
      [`${SUMMARIZATION}#overview`]: 2,
      [`${SUMMARIZATION}#how-it-works`]: 1,
      [`${DEEP_AGENTS}#deepagents-overview`]: 1,
    },
  },
  {
    ask: 'ask a person for a yes first, spend the money afterwards, carrying on where it left off',
    answers: {
      [`${HITL}#quick-start`]: 2,
      [`${QUICK_START}/chapter_07_interrupt_resume.md#what-you-learn`]: 2,
      [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 1,
      'Cookbook.md#human-in-the-loop': 1,
    },
  },
  {
    ask: 'get several assistants to chew over one question side by side rather than one after another',
    answers: {
      [`${WORKFLOW_AGENTS}#features-2`]: 2,
      [`${COLLABORATION}#parallelagent`]: 2,
      [EXCEL_AGENT]: 1,
    },
  },
  {
    ask: 'When the vendor is overloaded and turns us away, have another go by itself after a short pause',
    answers: {
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 2,
      [`${QUICK_START}/chapter_05_middleware.md#why-middleware`]: 1,
      [`${QUICK_START}/chapter_05_middleware.md#what-you-learn`]: 1,
    },
  },
  {
    ask: 'turn sentences into lists of numbers, alike ones ending up near each other',
    answers: { [`${EMBEDDING}#introduction`]: 2, [`${EMBEDDING}#embedstrings-method`]: 1 },
  },
  {
    ask: 'see from the sidelines how each step went and how much it cost, leaving the steps themselves untouched',
    answers: {
      [`${CALLBACKS}#problem-solved`]: 2,
      [`${QUICK_START}/chapter_06_callback_and_trace.md#what-you-learn`]: 2,
      [`${OVERVIEW}/_index.md#callbacks`]: 1,
    },
  },
  {
    ask: 'hand what a function produced straight to the customer, no further rewording by the LLM',
    answers: {
      [`${REACT}#toolreturndirectly`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 1,
      [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 1,
    },
  },
  {
    ask: "I want our team's do's and don'ts in one place, and the bot must obey them at each turn however much we chat",
    answers: {
      [`${AGENTS_MD}#overview`]: 2,
      [`${AGENTS_MD}#writing-agentsmd`]: 1,
      [`${AGENTS_MD}#key-mechanics`]: 1,
    },
  },
  {
    ask: 'a scratchpad several bots can peek at and scribble on during one request',
    answers: {
      [`${COLLABORATION}#sessionvalues`]: 2,
      [`${COLLABORATION}#concept-1`]: 2,
      [ADK_ARTICLE]: 1,
      'Cookbook.md#intro-examples': 1,
    },
  },
  {
    ask: 'Pick one piece out of what an earlier step produced and feed it, nothing else, into a later one',
    answers: {
      [`${WORKFLOW}#field-mapping`]: 2,
      [`${WORKFLOW}#flexible-input-and-output-types`]: 1,
      [`${WORKFLOW}#simplest-workflow`]: 1,
    },
  },
  {
    ask: 'I would rather draw boxes and arrows in my editor and have the source written for me',
    answers: {
      [`${ORCHESTRATION_PLUGIN}#create-and-orchestrate-a-graph`]: 2,
      [`${ORCHESTRATION_PLUGIN}#overview`]: 2,
      [`${IDE_PLUGIN}#graph-orchestration`]: 1,
      [`${PRACTICE}#visual-orchestration`]: 1,
    },
  },
  {
    ask: 'some LLMs mumble to themselves ahead of answering; where can I read that monologue?',
    answers: {
      'FAQ.md#q-how-to-get-the-reasoning-contentreasoningdeep-thinking-content-output-by-the-model-chat-model': 2,
      [`${AGENTIC_MODEL}#reasoning`]: 1,
    },
  },
  {
    ask: 'my helper must give back a picture or a sound clip, not just words',
    answers: {
      [`${TOOLS_NODE}#enhanced-tool-interface`]: 2,
      [`${CREATE_TOOL}#enhanced-tool-interface`]: 2,
      [`${CREATE_TOOL}#implementing-enhanced-tool-interface`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#multimodal-tool-support-760`]: 1,
      [`${TOOLS_NODE}#v06x-new-enhanced-tools`]: 1,
    },
  },
  {
    ask: "a boss splitting a big job and farming out pieces to helpers who never see one another's notes",
    answers: {
      [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2,
      [`${DEEP_AGENTS}#deepagents-structure`]: 2,
      [ADK_ARTICLE]: 1,
    },
  },
  {
    ask: 'whatever the bot types into a terminal should happen far away from our own servers',
    answers: { [`${SANDBOX}#overview`]: 2, [`${BACKEND}#external-implementations`]: 1 },
  },
  {
    ask: 'polish a draft again and again till it is good enough, then stop',
    answers: {
      [`${WORKFLOW_AGENTS}#features-1`]: 2,
      [`${COLLABORATION}#loopagent`]: 2,
      [`${WORKFLOW_AGENTS}#example-1`]: 1,
    },
  },
  {
    ask: 'put passages away so one can look them up some other day',
    answers: {
      [`${INDEXER}#introduction`]: 2,
      [`${INDEXER}#store-method`]: 2,
      'ecosystem_integration/indexer/_index.md': 1,
    },
  },
  {
    ask: "ready-made wording with gaps for a customer's name and question",
    answers: {
      [`${CHAT_TEMPLATE}#introduction`]: 2,
      [`${CHAT_TEMPLATE}#built-in-templating-methods`]: 1,
      [`${COMPONENTS}/agentic_chat_template_guide.md#introduction`]: 1,
    },
  },
];
