import {
  A2UI,
  ADK_ARTICLE,
  ADK_OVERVIEW,
  ADK_QUICKSTART,
  AGENT,
  AGENT_CALLBACK,
  AGENTIC_MODEL,
  BACKEND,
  CALL_OPTIONS,
  CALLBACKS,
  CHAT_AGENT,
  CHECKPOINT,
  COLLABORATION,
  COMPONENTS,
  CREATE_TOOL,
  DEEP_AGENTS,
  EXCEL_AGENT,
  FIRST_CHAPTER,
  FLOW,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  LOCAL_BACKEND,
  MIDDLEWARE_GUIDE,
  ORCHESTRATION_PLUGIN,
  OVERVIEW,
  PLAN_EXECUTE,
  PLAN_TASK,
  PRACTICE,
  PRINCIPLES,
  QUICK_START,
  REACT,
  RELEASES,
  RUNNER,
  SANDBOX,
  SKILL,
  SKILL_CHAPTER,
  STREAMS,
  SUPERVISOR,
  TOOL_REDUCTION,
  TOOLS_NODE,
  TRANSFORMER,
  V08,
  WORKFLOW,
  WORKFLOW_AGENTS,
} from './places.ts';
import type { Question } from './question.ts';

export const CONCEPT: readonly Question[] = [
  {
    ask: 'What is the difference between an Agent and a Graph?',
    answers: {
      [`${GRAPH_OR_AGENT}#deep-comparison`]: 2,
      [`${GRAPH_OR_AGENT}#basic-definitions`]: 2,
      [`${GRAPH_OR_AGENT}#conclusion`]: 1,
    },
  },
  {
    ask: 'What are the four streaming paradigms Invoke, Stream, Collect and Transform?',
    answers: {
      [`${STREAMS}#the-meaning-of-eino-stream-programming`]: 2,
      [`${STREAMS}#specific-paradigms-supported-by-components`]: 1,
      [`${PRINCIPLES}#stream-processing`]: 1,
      [`${PRACTICE}#streaming-mastery`]: 1,
    },
  },
  {
    ask: 'What does the pregel execution engine do differently from the DAG one?',
    answers: { [`${PRINCIPLES}#execution-engine`]: 2 },
  },
  {
    ask: 'What is a Runner in ADK and why should every agent run through it?',
    answers: {
      [`${RUNNER}#definition`]: 2,
      [`${ADK_OVERVIEW}#agentrunner`]: 2,
      [`${QUICK_START}/chapter_02_chatmodelagent_runner_agentevent.md`]: 1,
    },
  },
  {
    ask: 'What is the difference between History and SessionValues?',
    answers: {
      [`${COLLABORATION}#concept`]: 2,
      [`${COLLABORATION}#concept-1`]: 2,
      [`${COLLABORATION}#context-passing`]: 2,
      [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 1,
    },
  },
  {
    ask: 'What is the ReAct pattern that ChatModelAgent uses?',
    answers: {
      [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 2,
      [`${REACT}#introduction`]: 1,
      [`${ADK_ARTICLE}#-chatmodelagent-the-brain-for-intelligent-decisions`]: 1,
    },
  },
  {
    ask: 'What roles do planner, executor and replanner play?',
    answers: {
      [`${PLAN_EXECUTE}#plan-execute-agent-structure`]: 2,
      [`${PLAN_EXECUTE}#1-planner`]: 2,
      [`${PLAN_EXECUTE}#2-executor`]: 2,
      [`${PLAN_EXECUTE}#3-replanner`]: 2,
      [`${PLAN_EXECUTE}#what-is-plan-execute-agent`]: 2,
      [`${ADK_ARTICLE}#-plan-execute-pattern-structured-problem-solving`]: 1,
    },
  },
  {
    ask: 'What is DeepAgents good for compared with other agents?',
    answers: {
      [`${DEEP_AGENTS}#comparison-with-other-agents`]: 2,
      [`${DEEP_AGENTS}#deepagents-overview`]: 1,
    },
  },
  {
    ask: 'What is the interrupt address system and why are addresses needed?',
    answers: {
      [`${HITL}#the-need-for-addresses`]: 2,
      [`${HITL}#underlying-architecture-the-addressing-system`]: 2,
      [`${HITL}#how-addresses-meet-these-requirements`]: 2,
      [`${HITL}#address-structure`]: 1,
      [`${HITL}#address-structure-and-segment-types`]: 1,
    },
  },
  {
    ask: 'How does Eino check that the types of connected nodes match?',
    answers: {
      [`${PRINCIPLES}#type-alignment-of-upstream-and-downstream-as-the-basic-principle`]: 2,
      [`${PRINCIPLES}#edge`]: 2,
      [`${PRINCIPLES}#scenarios-where-type-alignment-is-checked-at-runtime`]: 2,
    },
  },
  {
    ask: 'What is the difference between Workflow and Graph orchestration?',
    answers: {
      [`${WORKFLOW}#why-use-workflow`]: 2,
      [`${WORKFLOW}#what-is-eino-workflow`]: 2,
      [`${WORKFLOW}#flexible-input-and-output-types`]: 2,
      [`${WORKFLOW}#separation-of-control-flow-and-data-flow`]: 2,
    },
  },
  {
    ask: 'What kinds of callback timings exist and when is each triggered?',
    answers: {
      [`${CALLBACKS}#triggering-timing`]: 2,
      [`${CALLBACKS}#triggering-methods`]: 2,
      [`${CALLBACKS}#graph-self-triggering-graph-callback`]: 1,
      [`${AGENT_CALLBACK}#callback-timing`]: 1,
    },
  },
  {
    ask: 'What is the difference between AgenticModel and ChatModel?',
    answers: { [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 2, [`${AGENTIC_MODEL}#introduction`]: 1 },
  },
  {
    ask: 'What is a Skill and how does it relate to tools?',
    answers: {
      [`${SKILL_CHAPTER}#from-graph-tool-to-skill-why-skill-docs`]: 2,
      [`${SKILL}#what-is-a-skill`]: 2,
    },
  },
  {
    ask: 'How do static and dynamic interrupts differ?',
    answers: {
      [`${CHECKPOINT}#using-static-interrupt`]: 2,
      [`${CHECKPOINT}#dynamic-interrupt`]: 2,
      [`${CHECKPOINT}#in-eino-v070-and-later`]: 1,
      [`${CHECKPOINT}#before-eino-v070`]: 1,
    },
  },
  {
    ask: 'What does Host Multi-Agent do and how does the host choose a specialist?',
    answers: { [HOST]: 2, [`${HOST}#host-selects-multiple-specialists`]: 1 },
  },
  {
    ask: 'What are the building blocks called components and which kinds exist?',
    answers: {
      [`${COMPONENTS}/_index.md`]: 2,
      [`${OVERVIEW}/_index.md#rich-components`]: 2,
      [`${PRACTICE}#meet-the-players`]: 2,
      [`${FIRST_CHAPTER}#why-we-need-the-component-interfaces`]: 1,
    },
  },
  {
    ask: 'Why is ChatModelAgentMiddleware preferred over AgentMiddleware?',
    answers: {
      [`${MIDDLEWARE_GUIDE}#why-use-chatmodelagentmiddleware-instead-of-agentmiddleware`]: 2,
      [`${V08}/_index.md#1-chatmodelagentmiddleware-interface`]: 1,
    },
  },
  {
    ask: 'How does truncation differ from clearing in tool result reduction?',
    answers: {
      [`${TOOL_REDUCTION}#overview`]: 2,
      [`${TOOL_REDUCTION}#truncation`]: 2,
      [`${TOOL_REDUCTION}#clear`]: 2,
      [`${TOOL_REDUCTION}#how-it-works`]: 2,
      [`${V08}/_index.md#12-toolreduction-middleware`]: 1,
    },
  },
  {
    ask: 'Is A2UI part of the Eino framework?',
    answers: { [`${A2UI}#important-a2uis-boundary`]: 2, [`${A2UI}#from-text-to-ui-why-a2ui`]: 1 },
  },
  {
    ask: 'Does Eino have a built-in session store or memory?',
    answers: { [`${QUICK_START}/chapter_03_memory_and_session.md`]: 2 },
  },
  {
    ask: 'Which filesystem backends are there and when should each be used?',
    answers: {
      [`${BACKEND}#implementation-comparison`]: 2,
      [`${BACKEND}#built-in-implementation-inmemorybackend`]: 1,
      [`${BACKEND}#external-implementations`]: 2,
    },
  },
  {
    ask: 'What happens when several upstream nodes feed one node, how is their data merged?',
    answers: { [`${PRINCIPLES}#fan-in-and-merge`]: 2, [`${WORKFLOW}#merge-scenarios`]: 1 },
  },
  {
    ask: 'What is the difference between Exit and BreakLoop actions?',
    answers: { [`${WORKFLOW_AGENTS}#optimization-points-explained`]: 2, [`${AGENT}#agentaction`]: 2 },
  },
  {
    ask: 'What is a CallOption and how is it different from node configuration?',
    answers: { [CALL_OPTIONS]: 2 },
  },
  {
    ask: 'How does the supervisor pattern coordinate its sub-agents?',
    answers: {
      [`${SUPERVISOR}#what-is-supervisor-agent`]: 2,
      [`${SUPERVISOR}#supervisor-agent-structure`]: 2,
      [`${SUPERVISOR}#supervisor-agent-execution-flow`]: 2,
      [`${ADK_ARTICLE}#-supervisor-pattern-centralized-coordination`]: 2,
    },
  },
  {
    ask: 'What is a ToolsNode and who decides which tool is executed?',
    answers: {
      [`${TOOLS_NODE}#introduction`]: 2,
      [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 1,
    },
  },
  {
    ask: 'What does the RunPath of an agent event tell?',
    answers: { [`${COLLABORATION}#runpath`]: 2, [`${AGENT}#agentname--runpath`]: 2 },
  },
  {
    ask: 'Why must node outputs and inputs not be modified in handlers?',
    answers: {
      [`${CALLBACKS}#reading-and-writing-input--output-in-handler`]: 2,
      [`${PRINCIPLES}#read-only-principle-for-external-variables`]: 2,
    },
  },
  {
    ask: 'What is the difference between MessageModifier and MessageRewriter?',
    answers: { [`${REACT}#messagerewriter`]: 2, [`${REACT}#messagemodifier`]: 1 },
  },
  { ask: 'What does a document transformer do?', answers: { [`${TRANSFORMER}#introduction`]: 2 } },
  {
    ask: 'What are content blocks in an agentic message?',
    answers: { [`${AGENTIC_MODEL}#agenticmessage-struct`]: 2 },
  },
  {
    ask: 'What is the slot concept in visual orchestration?',
    answers: { [`${ORCHESTRATION_PLUGIN}#slot`]: 2 },
  },
  {
    ask: 'Should an agent be a node inside a graph?',
    answers: { [`${GRAPH_OR_AGENT}#agent-as-a-graph-node`]: 2 },
  },
  {
    ask: 'What tools does the plantask middleware give to an agent?',
    answers: { [`${PLAN_TASK}#overview`]: 2, [`${PLAN_TASK}#tools`]: 2, [`${PLAN_TASK}#taskcreate`]: 1 },
  },
  {
    ask: 'In which order do the wrappers around a model call run?',
    answers: { [`${MIDDLEWARE_GUIDE}#model-call-lifecycle-wrapper-chain-from-outer-to-inner`]: 2 },
  },
  {
    ask: 'What is the four-part structure of the Eino framework repositories?',
    answers: { [`${OVERVIEW}/_index.md#eino-framework-structure`]: 2 },
  },
  {
    ask: 'Why does ADK put an interface between agents and the file system?',
    answers: { [`${BACKEND}#background-and-goals`]: 2, [`${BACKEND}#custom-implementations`]: 1 },
  },
  {
    ask: 'What happens when the host picks more than one specialist?',
    answers: { [`${HOST}#host-selects-multiple-specialists`]: 2 },
  },
  {
    ask: 'What do alpha, beta and RC versions of Eino mean?',
    answers: { [`${RELEASES}/_index.md#version-management-guidelines`]: 2 },
  },
  {
    ask: 'What is progressive disclosure of skills?',
    answers: { [`${SKILL}#what-is-a-skill`]: 2, [`${SKILL}#how-it-works`]: 2 },
  },
  {
    ask: 'What can Graph do that Chain cannot?',
    answers: {
      'core_modules/chain_and_graph_orchestration/_index.md': 2,
      [`${OVERVIEW}/_index.md#quick-start`]: 2,
      [`${PRACTICE}#plan-the-strategy`]: 2,
      [`${GRAPH_INTRO}#chain`]: 1,
      [`${PRINCIPLES}#execution-engine`]: 1,
      [`${OVERVIEW}/eino_open_source.md#stable-core`]: 1,
    },
  },
  {
    ask: 'Does EnableStreaming force every component of an agent to stream?',
    answers: { [`${AGENT}#agentinput`]: 2 },
  },
  {
    ask: 'What do the sub-agents of a deep agent get to see of the main conversation?',
    answers: {
      [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2,
      [`${DEEP_AGENTS}#deepagents-structure`]: 1,
      [`${ADK_ARTICLE}#-deepagents-pattern-planning-driven-centralized-collaboration`]: 2,
    },
  },
  {
    ask: 'Is a stream copied when several nodes or handlers read it?',
    answers: {
      [`${PRINCIPLES}#stream-processing`]: 2,
      [`${CALLBACKS}#streams-must-be-closed`]: 2,
      [`${CALLBACKS}#reading-and-writing-input--output-in-handler`]: 2,
      [`${OVERVIEW}/_index.md#complete-stream-processing`]: 2,
      [`${PRACTICE}#streaming-mastery`]: 1,
    },
  },
  {
    ask: 'What is a fake stream?',
    answers: {
      [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 2,
      [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 1,
    },
  },
  {
    ask: 'How does an enhanced tool differ from a standard tool, and which wins if a tool is both?',
    answers: {
      [`${TOOLS_NODE}#enhanced-tool-interface`]: 2,
      [`${TOOLS_NODE}#v06x-new-enhanced-tools`]: 2,
      [`${TOOLS_NODE}#usage-in-orchestration`]: 1,
      [`${TOOLS_NODE}#standard-tool-interface`]: 1,
      [`${CREATE_TOOL}#enhanced-tool-interface`]: 2,
      [`${CREATE_TOOL}#tool-type-selection-guide`]: 2,
    },
  },
  {
    ask: 'Who triggers callbacks, the graph node or the component inside it?',
    answers: {
      [`${CALLBACKS}#graph-node-triggering-node-callback`]: 2,
      [`${CALLBACKS}#triggering-inside-component-implementation-component-callback`]: 2,
      [`${PRINCIPLES}#callback-injection`]: 2,
      [`${CALLBACKS}#triggering-entities`]: 1,
    },
  },
  {
    ask: 'What is the difference between adding a graph to a graph directly and wrapping it in a lambda?',
    answers: { [`${PRINCIPLES}#graph-nesting`]: 2, [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2 },
  },
  {
    ask: 'What does return directly mean for a tool of an agent?',
    answers: {
      [`${REACT}#toolreturndirectly`]: 2,
      [`${REACT}#node-topology--data-flow-diagram`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${MIDDLEWARE_GUIDE}#chatmodelagentcontext`]: 1,
    },
  },
  {
    ask: 'Does a sub-agent still return to its supervisor when it was interrupted?',
    answers: {
      [`${SUPERVISOR}#event-stream-append-transfer-event`]: 2,
      [`${SUPERVISOR}#what-is-withdeterministictransferto`]: 2,
      [`${SUPERVISOR}#supervisor-agent-features`]: 2,
      [`${SUPERVISOR}#configuration-structure`]: 2,
    },
  },
  {
    ask: 'From which application patterns of large language models are the component abstractions derived?',
    answers: { [`${COMPONENTS}/_index.md`]: 2 },
  },
  {
    ask: 'What can an agent not do as long as it has no tools?',
    answers: { [`${QUICK_START}/chapter_04_tool_and_filesystem.md#why-tools`]: 2 },
  },
  {
    ask: 'What are the implicit and explicit strategies to resume after an interrupt?',
    answers: {
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#new-resume-strategies`]: 2,
      [`${HITL}#runnerresumewithparams`]: 1,
    },
  },
  {
    ask: 'How does transferring a task to a sub-agent differ from calling the agent as a tool?',
    answers: {
      [`${COLLABORATION}#concept-2`]: 2,
      [`${COLLABORATION}#inter-agent-collaboration-methods`]: 2,
      [`${COLLABORATION}#composition-primitives`]: 2,
      [`${COLLABORATION}#agentastool`]: 1,
      [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 2,
      [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 2,
      [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 2,
    },
  },
  {
    ask: 'Why a framework in Go when LangChain and LlamaIndex exist in Python?',
    answers: {
      [`${OVERVIEW}/eino_open_source.md#einos-unique-advantages`]: 2,
      [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 2,
      [PRINCIPLES]: 1,
    },
  },
  {
    ask: 'What happens to the other sub-agents when one parallel sub-agent panics or fails?',
    answers: { [`${WORKFLOW_AGENTS}#features-2`]: 2 },
  },
  {
    ask: 'Why are all inner components executed with Transform when the graph as a whole is called with Stream or Collect?',
    answers: {
      [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 2,
      [`${PRINCIPLES}#stream-processing`]: 1,
      [`${CALLBACKS}#graph-node-triggering-node-callback`]: 1,
    },
  },
  {
    ask: 'pregel vs dag execution: when does a node get triggered in each, and which one supports cycles?',
    answers: {
      [`${PRINCIPLES}#execution-engine`]: 2,
      [`${WORKFLOW}#what-is-eino-workflow`]: 1,
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md#new-features`]: 1,
    },
  },
  {
    ask: 'Should my AI feature be an Agent or a Graph? What distinguishes the two?',
    answers: {
      [`${GRAPH_OR_AGENT}#deep-comparison`]: 2,
      [`${GRAPH_OR_AGENT}#basic-definitions`]: 2,
      [`${GRAPH_OR_AGENT}#introduction-two-coexisting-ai-interaction-paradigms`]: 1,
    },
  },
  {
    ask: 'What is the Runner good for, why not just call agent.Run?',
    answers: {
      [`${RUNNER}#definition`]: 2,
      [`${ADK_OVERVIEW}#agentrunner`]: 2,
      [`${QUICK_START}/chapter_02_chatmodelagent_runner_agentevent.md#what-you-learn`]: 2,
      [`${AGENT_CALLBACK}#tracing-use-case`]: 1,
    },
  },
  {
    ask: 'What are the limits of an agent that has no tools at all?',
    answers: {
      [`${QUICK_START}/chapter_04_tool_and_filesystem.md#why-tools`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 1,
    },
  },
  {
    ask: 'Which ready-made multi-agent patterns does the ADK ship and what is each of them suited for?',
    answers: {
      [ADK_ARTICLE]: 2,
      [`${ADK_QUICKSTART}#agent-in-adk`]: 2,
      [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#adk-framework-262`]: 1,
      [`${OVERVIEW}/_index.md#agent-development-kit-adk`]: 1,
    },
  },
  {
    ask: 'How does a break-loop action differ from an exit action when agents are nested?',
    answers: {
      [`${WORKFLOW_AGENTS}#breakloop`]: 2,
      [`${AGENT}#agentaction`]: 1,
      [`${COLLABORATION}#workflow-agents`]: 1,
    },
  },
  {
    ask: 'MessageModifier or MessageRewriter in the ReAct agent, what is the difference?',
    answers: { [`${REACT}#messagerewriter`]: 2, [`${REACT}#messagemodifier`]: 1 },
  },
  {
    ask: 'What are the trade-offs of DeepAgents compared with a plain ReAct agent or plan-and-execute?',
    answers: { [`${DEEP_AGENTS}#comparison-with-other-agents`]: 2 },
  },
  {
    ask: 'Why was the ChatModelAgentMiddleware interface introduced although an AgentMiddleware struct existed already?',
    answers: {
      [`${MIDDLEWARE_GUIDE}#why-use-chatmodelagentmiddleware-instead-of-agentmiddleware`]: 2,
      [`${V08}/_index.md#1-chatmodelagentmiddleware-interface`]: 2,
      [`${MIDDLEWARE_GUIDE}#migrating-from-agentmiddleware-to-chatmodelagentmiddleware`]: 1,
    },
  },
  {
    ask: 'In the GoLand plugin, what is meant by a slot of a component?',
    answers: { [`${ORCHESTRATION_PLUGIN}#slot`]: 2, [`${ORCHESTRATION_PLUGIN}#component`]: 1 },
  },
  {
    ask: 'Is A2UI a part of Eino?',
    answers: {
      [`${A2UI}#important-a2uis-boundary`]: 2,
      [`${QUICK_START}/_index.md#final-deliverable-an-extensible-end-to-end-agent-application-skeleton`]: 2,
    },
  },
  {
    ask: "Does Eino persist chat history and sessions for me, or is that my application's job?",
    answers: {
      [`${QUICK_START}/chapter_03_memory_and_session.md`]: 2,
      [`${QUICK_START}/chapter_03_memory_and_session.md#what-you-learn`]: 1,
      'Cookbook.md#react-agent': 1,
    },
  },
  {
    ask: 'Can I rely on API compatibility between v0.x minor releases of Eino? When will there be a v1?',
    answers: {
      [`${RELEASES}/_index.md#common-understanding-about-v0-v1-vn-n1`]: 2,
      [`${RELEASES}/_index.md#version-management-guidelines`]: 1,
    },
  },
  {
    ask: 'Which kinds of components does Eino abstract, and which application patterns are they derived from?',
    answers: {
      [`${COMPONENTS}/_index.md`]: 2,
      [`${OVERVIEW}/_index.md#rich-components`]: 1,
      [`${FIRST_CHAPTER}#why-we-need-the-component-interfaces`]: 1,
      'core_modules/_index.md': 1,
    },
  },
  {
    ask: 'Why did they put a Backend interface between agents and the filesystem, and how do the three implementations compare?',
    answers: {
      [`${BACKEND}#background-and-goals`]: 2,
      [`${BACKEND}#implementation-comparison`]: 2,
      [`${BACKEND}#external-implementations`]: 1,
      [`${SANDBOX}#comparison-with-local-backend`]: 1,
      [`${LOCAL_BACKEND}#comparison-with-agentkit-backend`]: 1,
    },
  },
  {
    ask: 'What are address segments in the interrupt system and how do the ADK view and the compose view of an address differ?',
    answers: {
      [`${HITL}#layer-specific-address-segment-types`]: 2,
      [`${HITL}#address-structure-and-segment-types`]: 2,
      [`${HITL}#how-addresses-meet-these-requirements`]: 1,
      [`${HITL}#the-need-for-addresses`]: 1,
    },
  },
  {
    ask: 'What does it mean that a Workflow separates control flow from data flow?',
    answers: {
      [`${WORKFLOW}#separation-of-control-flow-and-data-flow`]: 2,
      [`${WORKFLOW}#data-flow-only-no-control-flow`]: 1,
      [`${WORKFLOW}#control-flow-only-no-data-flow`]: 1,
      [`${WORKFLOW}#what-is-eino-workflow`]: 1,
    },
  },
  {
    ask: 'Why build yet another LLM framework in Go when LangChain and LlamaIndex exist in Python?',
    answers: {
      [`${OVERVIEW}/eino_open_source.md#einos-unique-advantages`]: 2,
      [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 1,
      [PRINCIPLES]: 1,
    },
  },
  {
    ask: 'What ideas is orchestration in Eino built on, and why not simply call the components by hand and hand each output to the next?',
    answers: {
      'core_modules/chain_and_graph_orchestration/_index.md': 2,
      'core_modules/_index.md': 1,
      [`${PRINCIPLES}#type-alignment-of-upstream-and-downstream-as-the-basic-principle`]: 1,
      [`${OVERVIEW}/_index.md#powerful-orchestration-graphchainworkflow`]: 1,
      [`${OVERVIEW}/eino_open_source.md#quick-introduction-to-eino`]: 1,
    },
  },
];
