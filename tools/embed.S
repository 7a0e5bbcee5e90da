/* Compiled tables and the model as read-only data of the program, with their sizes. */
    .section .rodata
    .global casus_embedded_tables, casus_embedded_tables_size, casus_embedded_model, casus_embedded_model_size
    .hidden casus_embedded_tables, casus_embedded_tables_size, casus_embedded_model, casus_embedded_model_size
    .balign 64
casus_embedded_tables:
    .incbin TABLES
1:  .balign 8
casus_embedded_tables_size:
    .quad 1b - casus_embedded_tables
    .balign 64
casus_embedded_model:
    .incbin MODEL
2:  .balign 8
casus_embedded_model_size:
    .quad 2b - casus_embedded_model
    .section .note.GNU-stack,"",%progbits
