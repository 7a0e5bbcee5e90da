/* Compiled tables and the model as read-only data of the program. */
    .section .rodata
    .balign 64
    .global casus_embedded_tables, casus_embedded_tables_end, casus_embedded_model, casus_embedded_model_end
    .hidden casus_embedded_tables, casus_embedded_tables_end, casus_embedded_model, casus_embedded_model_end
casus_embedded_tables:
    .incbin TABLES
casus_embedded_tables_end:
    .balign 64
casus_embedded_model:
    .incbin MODEL
casus_embedded_model_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
